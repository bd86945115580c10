// A plain redirect would lose the claim that the address names after `#`.
(function () {
  var to = document.currentScript.getAttribute("data-to");
  if (to) location.replace(to + location.hash);
})();
