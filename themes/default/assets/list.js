// Sorts and filters a list over all its rows, which src/render/table.rs hands over when they are first asked for.
{
const $ = id => document.getElementById("ui-" + id), form = $("filters"), more = $("more"), say = form.dataset;
const table = document.querySelector("[data-sorts]"), heads = [...table.tHead.rows[0].cells];
const usual = heads.map(th => th.getAttribute("aria-sort")), group = table.querySelector(".group");
const pattern = table.querySelector("tbody tr:not(.group)"), selects = [...form.querySelectorAll("select")];
const { text, sort } = form, { make, fill } = casefile;
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
let data, rows, shown;

const load = async () => data ??= await casefile.load(say.rows);
const cellOf = (row, key) => row[data.keys.indexOf(key)] ?? [];
const valueOf = name => data.names[name][2] || data.names[name][0];
// A cell is a number, places in the list of names, or a text with its link or with the number that it is sorted by.
const isNames = cell => typeof cell[0] === "number";
const textOf = cell => isNames(cell) ? cell.map(name => data.names[name][0]).join(" ") : cell[0] ?? "";
const rankOf = cell => cell.length === undefined ? cell : cell[1] > 0 && !isNames(cell) ? cell[1] : textOf(cell);
const link = (textContent, href, lang) =>
	href?.at?.(0) ? make("a", { textContent, href, ...lang && { lang, dir: "auto" } }) : textContent;

// A row as the template makes it, whatever columns it has.
function line(row) {
	const tr = pattern.cloneNode();
	heads.forEach((th, i) => {
		const td = pattern.cells[i].cloneNode(), cell = cellOf(row, th.dataset.key), { one, many, label } = th.dataset;
		const unit = text => make("span", { className: "unit", textContent: text });
		if (label && textOf(cell)) td.append(unit(label));
		if (many) {
			td.append(cell, unit(" " + (cell === 1 ? one : many)));
		} else if (isNames(cell)) {
			cell.slice(0, 4).forEach((name, i) => td.append(i ? say.separator : "", link(...data.names[name].slice(0, 2))));
			if (cell[4]) td.append(fill(say.more, cell.length - 4));
		} else {
			td.append(link(cell[0] ?? "", cell[1], cell[2]));
		}
		tr.append(td);
	});
	return tr;
}

function show() {
	const lines = [], head = row => row && (textOf(cellOf(row, table.dataset.group)) || say.none);
	rows.slice(shown, shown + 100).forEach((row, i) => {
		if (group && !sort.value && head(row) !== head(rows[shown + i - 1])) {
			const tr = group.cloneNode(true);
			tr.cells[0].textContent = head(row);
			lines.push(tr);
		}
		lines.push(line(row));
	});
	table.tBodies[0].append(...lines);
	shown += 100;
	more.hidden = shown >= rows.length;
	return lines[0];
}

async function run(isOver) {
	const words = casefile.words(text.value), key = sort.value.replace("-", ""), isDown = key !== sort.value;
	heads.forEach((th, i) => {
		const is = !key ? usual[i] : key !== th.dataset.key ? "" : isDown ? "descending" : "ascending";
		if (is) th.setAttribute("aria-sort", is); else th.removeAttribute("aria-sort");
	});
	if (!data && !location.search) return;
	await load();
	if (isOver()) return;
	const asked = selects.filter(select => select.value), counts = selects.map(() => new Map());
	rows = data.rows.filter(row => {
		row.words ??= " " + casefile.words(row.map(textOf).join(" ")).join(" ");
		if (!words.every(word => row.words.includes(" " + word))) return false;
		const failed = asked.filter(one => !cellOf(row, one.name).some(name => valueOf(name) === one.value));
		// A row that all filters but one let pass counts for the choices of that one.
		if (!failed[1]) selects.forEach((select, i) => {
			if (failed[0] && failed[0] !== select) return;
			for (const name of cellOf(row, select.name)) counts[i].set(name, (counts[i].get(name) ?? 0) + 1);
		});
		return !failed[0];
	});
	selects.forEach((select, i) => {
		const { value, options: [any], selectedOptions: [chosen] } = select;
		const options = [...counts[i]].sort(([a], [b]) => a - b)
			.map(([name, count]) => new Option(`${data.names[name][0]} (${count})`, valueOf(name)));
		if (value && !options.some(option => option.value === value)) options.push(chosen);
		select.replaceChildren(any, ...options);
		select.value = value;
	});
	if (key) {
		const ranks = new Map(rows.map(row => [row, rankOf(cellOf(row, key))]));
		rows.sort((x, y) => {
			const a = ranks.get(x), b = ranks.get(y);
			// What is empty stays last.
			return (a === "") - (b === "") || (isDown ? -1 : 1) * (a > 0 ? a - b : collator.compare(a, b));
		});
	}
	[...table.tBodies].forEach((body, i) => i ? body.remove() : body.textContent = "");
	for (const plain of document.querySelectorAll(".parts, .order")) plain.hidden = true;
	shown = 0;
	show();
	return (rows[0] ? "" : say.empty + " ") + fill(say.count, rows.length, data.rows.length);
}

const keep = casefile.form(form, run);
form.onreset = () => setTimeout(() => { sort.value = ""; keep("pushState"); });
form.addEventListener("focusin", load, { once: true });
more.onclick = () => show()?.querySelector("a").focus();
for (const th of heads) {
	const { key } = th.dataset, button = make("button", { type: "button" });
	if (!key) continue;
	button.append(...th.childNodes);
	th.append(button);
	button.onclick = async () => {
		await load();
		const is = th.getAttribute("aria-sort");
		// Numbers and dates start with the greatest.
		const isDown = is ? is === "ascending" : data.rows.some(row => rankOf(cellOf(row, key)) > 0);
		sort.value = (isDown ? "-" : "") + key;
		keep("pushState");
	};
}
}
