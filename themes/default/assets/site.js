// What all pages share: footers that fold, the key that leads to the search, and what other scripts build on.
(function () {
	"use strict";
	// What would do nothing without a script is shown only now.
	document.documentElement.classList.add("js");

	// Folds long footers, while the page is being read, so that nothing moves once it is seen. In print they stand open.
	const which = "footer.claim-sources > details", open = (all, is) => all.forEach(one => { one.open = is; });
	const fold = changes => changes.forEach(change => change.addedNodes.forEach(part => {
		if (part.matches) open(part.matches(which) ? [part] : part.querySelectorAll(which), false);
	}));
	const watch = new MutationObserver(fold);
	watch.observe(document.documentElement, { childList: true, subtree: true });
	// What was read last has not been told yet.
	addEventListener("DOMContentLoaded", () => { fold(watch.takeRecords()); watch.disconnect(); });
	let closed = [];
	addEventListener("beforeprint", () => open(closed = document.querySelectorAll(which + ":not([open])"), true));
	addEventListener("afterprint", () => open(closed, false));

	// "/" leads to the search, unless that was switched off on the search page. Some browsers have no storage to ask.
	addEventListener("keydown", event => {
		const field = document.querySelector("[name=q]");
		if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field) return;
		try { if (event.target.closest("input, select, textarea") || localStorage.noSlash) return; } catch {}
		event.preventDefault();
		field.select();
	});

	const make = (tag, has) => Object.assign(document.createElement(tag), has), loaded = {};

	// Shows the reference of a marker beside it while it is pointed at or has the focus. It stays a link.
	const all = (which, each, within = document) => within.querySelectorAll(which).forEach(each);
	const at = link => document.getElementById(decodeURIComponent(link.hash.slice(1)));
	let pop, owner, timer;
	const hide = () => { clearTimeout(timer); pop?.remove(); pop = owner = null; };
	const show = link => {
		const source = at(link);
		if (link === owner || !source?.showPopover) return;
		hide();
		owner = link;
		pop = make("div", { className: "pop", id: "ui-pop", role: "tooltip", popover: "auto" });
		pop.append(...source.cloneNode(true).childNodes);
		pop.querySelector(".back")?.remove();
		all("a", link => { link.tabIndex = -1; }, pop);
		link.after(pop);
		link.setAttribute("aria-describedby", pop.id);
		pop.showPopover();
		place();
	};
	// The key that leads to a marker may scroll to it: what is shown goes along.
	const place = () => {
		if (!pop) return;
		const { left, top, bottom } = owner.getBoundingClientRect(), { width, height } = pop.getBoundingClientRect();
		pop.style.left = Math.max(8, Math.min(left, innerWidth - width - 16)) + "px";
		pop.style.top = (bottom + height + 8 < innerHeight || top < height ? bottom + 4 : top - height - 4) + "px";
	};
	const react = wait => ({ target }) => {
		const link = target.closest?.("a.cite");
		clearTimeout(timer);
		if (link || pop && !pop.contains(target)) timer = setTimeout(link ? show : hide, wait, link);
	};
	addEventListener("mouseover", react(200));
	addEventListener("focusin", react(0));
	addEventListener("scroll", place);

	// Marks, in the list of sources, the way back to the claim that one came from, and has the focus on the marker again after Back.
	let left;
	addEventListener("click", ({ target }) => {
		const link = target.closest("a.cite"), claim = link?.closest("[data-claim]");
		if (link) { left = link; hide(); }
		if (claim) all(".back a", back => back.classList.toggle("came-from", at(back) === claim), at(link));
	});
	addEventListener("popstate", () => {
		if (left?.hash !== location.hash) left?.focus();
		hide();
	});

	// Puts a button beside what can be copied.
	addEventListener("DOMContentLoaded", () => navigator.clipboard && all("[data-copy]", text => {
		const { copy, copied } = text.dataset, button = make("button", { type: "button", textContent: copy });
		button.onclick = async () => {
			await navigator.clipboard.writeText(text.textContent.trim());
			button.textContent = copied;
			setTimeout(() => { button.textContent = copy; }, 2000);
		};
		text.after(button);
	}));

	// Data is a script that hands itself over, so that it can be had from disk too.
	window.casefile = data => { document.currentScript.data = data; };
	Object.assign(casefile, {
		make,
		load: src => loaded[src] ??= new Promise((done, onerror) => {
			const script = make("script", { src, onerror, onload: () => done(script.data) });
			document.head.append(script);
		}),
		fill: (text, ...what) => text.replace(/{}/g, () => what.shift()),

		// The address holds a form's state. A choice is a step to go back to, what is typed is not.
		form(form, run) {
			const fields = [...form.querySelectorAll("[name]")], status = document.getElementById("ui-status");
			let wait, turn = 0;
			const now = async () => {
				const mine = ++turn, isOver = () => mine !== turn;
				const text = await run(isOver).catch(() => form.dataset.failed);
				if (!isOver()) status.textContent = text ?? status.textContent;
			};
			const keep = how => {
				clearTimeout(wait);
				const state = "" + new URLSearchParams(fields.filter(one => one.value).map(one => [one.name, one.value]));
				if (state !== location.search.slice(1)) history[how](null, "", location.pathname + (state && "?" + state));
				now();
			};
			const read = () => {
				const state = new URLSearchParams(location.search);
				for (const field of fields) {
					const value = state.get(field.name) ?? "";
					field.value = value;
					// A choice that is not offered yet.
					if (field.value !== value) field.add(new Option(value, value, true, true));
				}
				now();
			};
			form.oninput = ({ target }) => {
				clearTimeout(wait);
				wait = target.options ? keep("pushState") : setTimeout(keep, 150, "replaceState");
			};
			form.onsubmit = event => { event.preventDefault(); keep("pushState"); };
			onpopstate = read;
			read();
			return keep;
		},

		// The words of a text, as the index has them. src/export/words.rs does the same, and says why.
		words: text => text.replace(/\b\d{1,3}([,.\x27’\xa0\u2009\u202f]\d{3})+\b/g, number => number.replace(/\D/g, ""))
			.normalize("NFKD").toLowerCase()
			.replace(/[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g, "")
			.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, digit => digit.charCodeAt() & 15)
			.replace(/[\u00df-\u06cc]/g, one => folds[one] ?? one)
			.replace(/[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\u{20000}-\u{3ffff}]\p{M}*/gu, " $& ")
			.match(/[\p{Alphabetic}\p{N}\p{M}]+/gu)?.filter(word => !/^[a-z]$/.test(word)) ?? [],
	});
	const folds = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ",
		ٱ: "ا", ى: "ي", ی: "ي", ک: "ك", ة: "ه", ہ: "ه", ھ: "ه" };
})();
