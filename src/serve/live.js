// Keeps an open page as the content is, and shows what is wrong with that above the page.
//
// Only `casefile serve` sends it: it is no part of a theme, nor of what a build writes.
(() => {
  const { start, edition } = document.currentScript.dataset;
  let shown = Number(edition);
  let stream;

  const make = (name, text, into) => {
    const element = document.createElement(name);
    element.textContent = text;
    into.append(element);
    return element;
  };

  // The new sheet is there before the old one goes, so that the page is never bare. One that is still on its way when the next
  // is there goes with all that it was to take the place of.
  const replaced = new Map();
  const swapStyles = (number) => {
    const leaving = new Set([...replaced.values()].flat());
    for (const old of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin || leaving.has(old)) continue;
      address.searchParams.set('edition', number);
      const link = old.cloneNode();
      link.href = address.href;
      replaced.set(link, [old, ...(replaced.get(old) ?? [])]);
      link.onload = link.onerror = () => {
        for (const one of replaced.get(link)) one.remove();
        replaced.set(link, []);
      };
      old.after(link);
    }
  };

  const overlay = document.createElement('casefile-problems');
  const root = overlay.attachShadow({ mode: 'open' });
  // What a script makes is no style of the page's own, which its policy would refuse.
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { position: fixed; inset: auto 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; direction: ltr;
      background: #1d1f21; color: #f0f0f0; border-top: 4px solid #ff6b6b; box-shadow: 0 -4px 24px #0008;
      font: 14px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
    section { padding: 12px 20px 20px; }
    button { float: right; margin: 12px 20px; min-width: 32px; min-height: 32px; font: inherit; color: inherit;
      background: none; border: 1px solid #888; border-radius: 4px; cursor: pointer; }
    h2 { margin: 12px 0 0; font: inherit; font-weight: bold; color: #ff9b9b; white-space: pre-wrap; overflow-wrap: anywhere; }
    p { margin: 0; } a { color: #8ec7ff; } pre { margin: 0; font: inherit; overflow: auto; }
    :focus-visible { outline: 2px solid #8ec7ff; outline-offset: 2px; }
    @media print { :host { display: none; } }`);
  root.adoptedStyleSheets = [style];

  const show = (problems, more) => {
    root.replaceChildren();
    if (!problems.length) return overlay.remove();
    const hide = make('button', 'Hide', root);
    hide.onclick = () => overlay.remove();
    const list = make('section', '', root);
    list.setAttribute('role', 'alert');
    for (const problem of problems) {
      make('h2', problem.title, list);
      const place = make('p', problem.place && '--> ', list);
      if (problem.link) make('a', problem.place, place).href = problem.link;
      else place.append(problem.place);
      make('pre', problem.text, list);
    }
    if (more) make('p', `and ${more} more`, list);
    document.documentElement.append(overlay);
  };

  // What changed is there at once. The page itself follows: it takes a browser longer.
  const hasten = async () => {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const edits = [];
    let count = 0;
    // A script may have folded or sorted what is the same.
    const isSame = (one, other) => one.nodeName === other.nodeName && one.textContent === other.textContent;
    const compare = (old, now) => {
      if (old.nodeType === Node.TEXT_NODE) {
        if (old.data === now.data) return;
        count += 1;
        edits.push(() => (old.data = now.data));
        return;
      }
      const before = [...old.childNodes];
      const after = [...now.childNodes];
      if (before.length === after.length && before.every((child, at) => child.nodeName === after[at].nodeName)) {
        before.forEach((child, at) => compare(child, after[at]));
        return;
      }
      let next = null;
      while (before.length && after.length && isSame(before[0], after[0])) {
        before.shift();
        after.shift();
      }
      while (before.length && after.length && isSame(before.at(-1), after.at(-1))) {
        next = before.pop();
        after.pop();
      }
      count += before.length + after.length;
      edits.push(() => {
        for (const child of after) old.insertBefore(document.adoptNode(child), next);
        for (const child of before) child.remove();
      });
    };
    compare(document.body, page.body);
    // So much is not what was saved: a script has made another page of this one.
    if (!count || count > 50) return;
    for (const edit of edits) edit();
    await new Promise((painted) => setTimeout(painted, 50));
  };

  const listen = () => {
    stream = new EventSource('/_casefile/events');
    stream.onmessage = ({ data }) => {
      const now = JSON.parse(data);
      if (now.start !== start || now.pages > shown) {
        stream.close();
        show(now.problems, now.more);
        const reload = () => location.reload();
        hasten().then(reload, reload);
        return;
      }
      if (now.edition > shown) swapStyles(now.edition);
      shown = now.edition;
      show(now.problems, now.more);
    };
  };

  // A browser keeps six connections to a host, and a stream is one: only what is looked at needs it.
  const follow = () => {
    stream?.close();
    if (!document.hidden) listen();
  };
  document.addEventListener('visibilitychange', follow);
  addEventListener('keydown', (event) => event.key === 'Escape' && overlay.remove());
  follow();
})();
