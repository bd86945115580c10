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
})();
