// Folds long footers. Without this script, and in print, they stand open.
(function () {
  "use strict";
  var which = "footer.claim-sources > details";
  function fold(part) {
    if (part.nodeType !== 1) return;
    if (part.matches(which)) part.open = false;
    else part.querySelectorAll(which).forEach(function (details) { details.open = false; });
  }
  // While the page is being read, so that nothing moves once it is seen.
  var watch = new MutationObserver(function (changes) {
    changes.forEach(function (change) { change.addedNodes.forEach(fold); });
  });
  watch.observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", function () { watch.disconnect(); });

  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll("footer.claim-sources > details:not([open])"));
    closed.forEach(function (details) { details.open = true; });
  });
  addEventListener("afterprint", function () {
    closed.forEach(function (details) { details.open = false; });
  });

  // Shows the reference of a marker beside it, while the marker is pointed at or has the focus. It stays a link.
  var pop = null, timer = 0, owner = null;
  function hide() {
    clearTimeout(timer);
    if (pop) pop.remove();
    if (owner) owner.removeAttribute("aria-describedby");
    pop = owner = null;
  }
  function show(marker) {
    var source = document.getElementById(decodeURIComponent((marker.hash || "").slice(1)));
    if (marker === owner || !source) return;
    hide();
    pop = document.createElement("div");
    if (!pop.showPopover) { pop = null; return; }
    source.childNodes.forEach(function (node) {
      if (!node.classList || !node.classList.contains("back")) pop.append(node.cloneNode(true));
    });
    pop.className = "pop";
    pop.id = "ui-pop";
    pop.popover = "manual";
    pop.setAttribute("role", "tooltip");
    marker.after(pop);
    marker.setAttribute("aria-describedby", "ui-pop");
    owner = marker;
    pop.showPopover();
    var at = marker.getBoundingClientRect(), size = pop.getBoundingClientRect();
    var below = at.bottom + size.height + 8 < innerHeight || at.top < size.height + 8;
    pop.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 16)) + "px";
    pop.style.top = (below ? at.bottom + 4 : at.top - size.height - 4) + "px";
  }
  function marker(event) { return event.target.closest && event.target.closest("a.cite"); }
  addEventListener("mouseover", function (event) {
    var over = marker(event);
    clearTimeout(timer);
    if (over) timer = setTimeout(show, 120, over);
    else if (pop && !pop.contains(event.target)) timer = setTimeout(hide, 250);
  });
  addEventListener("focusin", function (event) { if (marker(event)) show(marker(event)); else if (pop && !pop.contains(event.target)) hide(); });
  addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });

  // Marks, in the list of sources, the way back to the claim that one came from.
  addEventListener("click", function (event) {
    var from = marker(event), claim = from && from.closest("[data-claim]");
    if (!claim) return;
    hide();
    document.querySelectorAll(".came-from").forEach(function (link) { link.classList.remove("came-from"); });
    var source = document.getElementById(decodeURIComponent(from.hash.slice(1)));
    if (source) source.querySelectorAll(".back a").forEach(function (link) {
      if (decodeURIComponent(link.hash.slice(1)) === claim.id) link.classList.add("came-from");
    });
  });

  // Puts a button beside what can be copied.
  addEventListener("DOMContentLoaded", function () {
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy]").forEach(function (text) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = text.dataset.copy;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(text.textContent.trim()).then(function () {
          button.textContent = text.dataset.copied;
          setTimeout(function () { button.textContent = text.dataset.copy; }, 2000);
        });
      });
      text.after(button);
    });
  });
})();
