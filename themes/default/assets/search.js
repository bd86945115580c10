// The search page. src/export/search.rs writes the index; a query loads the pieces of it that it needs.
{
const $ = id => document.getElementById("ui-" + id), form = $("search"), list = $("results"), more = $("more");
const { q, kind, year } = form, say = form.dataset, { make, fill, load, words } = casefile, kinds = {};
for (const option of kind.options) kinds[option.value] = { option, many: option.text, one: option.dataset.one };
const weights = { operation: 1, source: .7, page: .5 };
let root, starts, query, found, shown;

const sixOf = (text, i) => { const code = text.charCodeAt(i); return code - (code > 92 ? 37 : 36); };

const countOf = bits => { let n = 0; for (; bits; bits &= bits - 1) n++; return n; };

// The numbers of a list, which is written as gaps or as bits.
function places(text, each) {
	const bits = text[0] === "#";
	let at = -1, number = 0, i = +bits;
	while (i < text.length) {
		const code = text.charCodeAt(i++);
		if (code > 92) { number = number * 34 + code - 92; continue; }
		at += number * 56 + code - 35;
		number = 0;
		if (bits) break;
		each(at);
	}
	for (; bits && i < text.length; i++, at += 6) {
		for (let bit = 0; bit < 6; bit++) if (sixOf(text, i) >> bit & 1) each(at + bit);
	}
}

// The entries of a word and of the words that it begins; of these none if they are in too many pieces.
async function entries({ word, begins }, left) {
	const all = [], urls = [];
	let first = 0, last;
	while (starts[first + 1] <= word) first++;
	for (last = first; begins && starts[last + 1]?.startsWith(word);) last++;
	if (last - first > left.pieces) { last = first; left.cut = true; }
	left.pieces -= last - first;
	while (first <= last) urls.push(`words/${first++}.js`);
	for (const text of await Promise.all(urls.map(load))) {
		for (const line of text.slice(text.indexOf("\n" + word) + 1).split("\n")) {
			if (!line.startsWith(word)) break;
			const entry = line.split(" ");
			if (begins || entry[0] === word) all.push(entry);
		}
	}
	return all;
}

async function find(isOver) {
	for (const { option, many } of Object.values(kinds)) option.text = many;
	query = [...new Set(words(q.value))].slice(0, 8).map((word, i, { length }) =>
		// One that may still be typed, and one of some length, stand for all that they begin.
		({ word, begins: i + 1 === length || word.length > 3 }));
	if (!query[0]) {
		list.textContent = "";
		more.hidden = true;
		return q.value && say.short;
	}
	root = await load(say.index);
	let before = "";
	starts ??= root.starts.split(" ").map(text => before = before.slice(0, parseInt(text[0], 36)) + text.slice(1));
	const n = root.things, left = { pieces: 3 }, isClaims = kind.value === "claim";
	const [ofYear, ...all] = await Promise.all([{ word: "=" + year.value }, ...query].map(ask => entries(ask, left)));
	if (isOver()) return;
	const total = new Float32Array(n), hits = new Uint8Array(n), same = new Uint8Array(n).fill(63);
	query.forEach((ask, i) => {
		const best = new Float32Array(n), bits = new Uint8Array(n);
		for (const [word, heads, claims, sketch] of all[i]) {
			const weight = word === ask.word ? 1 : .6;
			let place = 0;
			places(claims, at => {
				best[at] = Math.max(best[at], weight);
				bits[at] |= sketch ? sixOf(sketch, place++) : 63;
			});
			if (!isClaims) places(heads, at => best[at] = Math.max(best[at], 3 * weight));
		}
		ask.rare = Math.log(1 + n / best.filter(Boolean).length);
		best.forEach((one, at) => {
			if (!one) return;
			// The more claims have it, the more a thing is about it.
			total[at] += one * ask.rare * (1 + countOf(bits[at]) / 6);
			hits[at]++;
			same[at] &= bits[at];
		});
	});
	if (year.value) {
		const isOf = new Uint8Array(n);
		for (const [, heads] of ofYear) places(heads, at => isOf[at] = 1);
		hits.forEach((_, at) => hits[at] *= isOf[at]);
	}
	const most = hits.reduce((a, b) => Math.max(a, b), 0);
	found = [];
	for (const [name, first, count, per, piece] of root.groups) {
		let met = 0;
		for (let at = first; most && at < first + count; at++) {
			if (hits[at] < most) continue;
			met++;
			if (kind.value && !isClaims && kind.value !== name) continue;
			// One claim with all the words is more than several with one each.
			const score = total[at] * (weights[name] ?? 1.5) * (query[1] && same[at] ? 1.3 : 1);
			found.push({ at, score, name, place: (at - first) % per, url: `texts/${piece + Math.floor((at - first) / per)}.js` });
		}
		kinds[name].option.text += ` (${met})`;
	}
	found.sort((a, b) => b.score - a.score || b.at - a.at);
	shown = 0;
	await show(isOver);
	const count = found[0] ? say.many : say.none;
	return [fill(count, found.length), most && query[most] && say.some, left.cut && say.cut].filter(Boolean).join(" ");
}

async function show(isOver) {
	const batch = found.slice(shown, shown + 10), texts = await Promise.all(batch.map(one => load(one.url)));
	if (isOver?.()) return;
	const items = batch.map((one, i) => item(one.name, ...texts[i][one.place]));
	if (!shown) list.textContent = "";
	list.append(...items);
	shown += batch.length;
	more.hidden = shown === found.length;
	return items[0];
}

function item(name, title, href, note, about, passages, lang) {
	const li = make("li"), heading = make("h2"), claims = make("ul"), isClaims = kind.value === "claim";
	heading.append(mark(make("a", { href, lang }), title));
	li.append(heading, make("p", { className: "when", textContent: kinds[name].one + (note && " · " + note) }), claims);
	const best = passages.map(one => [weigh(one[0]), ...one])
		.filter(one => one[0] && (one[2] || !isClaims)).sort((a, b) => b[0] - a[0]);
	if (about && !isClaims && (!best[0] || weigh(about))) claims.before(mark(make("p"), about));
	let into = claims;
	best.forEach(([, text, id, state], i) => {
		if (i === 3 && !isClaims) {
			const rest = make("details");
			rest.append(make("summary", { className: "when", textContent: fill(say.more, best.length - 3) }), into = make("ul"));
			claims.after(rest);
		}
		const line = make("li"), word = ["", "disputed", "withdrawn"][state];
		line.append(mark(id ? make("a", { href: `${href}#${id}` }) : make("span"), text));
		if (word) line.append(" ", make("b", { className: "is-" + word, textContent: say[word] }));
		into.append(line);
	});
	return li;
}

// How much of the query a text has.
const askOf = word => query.find(ask => ask.word === word || ask.begins && word.startsWith(ask.word));
const weigh = text => [...new Set(words(text).map(askOf))].reduce((sum, ask) => sum + (ask?.rare ?? 0), 0);

// Appends a text with what was asked for marked.
function mark(element, text) {
	let at = 0;
	for (const { index, 0: run } of text.matchAll(/\b\d{1,3}([^\p{L}\d ]\d{3})+\b|[\p{Alphabetic}\p{N}\p{M}\u00ad]+/gu)) {
		if (!words(run).some(askOf)) continue;
		element.append(text.slice(at, index), make("mark", { textContent: run }));
		at = index + run.length;
	}
	element.append(text.slice(at));
	element.dir = "auto";
	return element;
}

more.onclick = async () => (await show())?.querySelector("a").focus();
casefile.form(form, find);
if (!q.value) q.focus();
const key = $("key");
key.checked = !localStorage.noSlash;
key.onclick = () => localStorage.noSlash = key.checked ? "" : 1;
}
