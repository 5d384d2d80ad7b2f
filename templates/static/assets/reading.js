/* Reading aids: larger letters, stronger contrast, dark or light. The choice is kept in this browser and sent nowhere.
   Runs in the head, before anything is drawn, so that no page flashes. Without it every page reads as well. */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "kuaibao-reading";
  var system = window.matchMedia ? window.matchMedia("(prefers-color-scheme: dark)") : { matches: false };
  var chosen = read();

  // Some browsers refuse storage, all of it or for local files: then a choice holds for this page.
  function read() {
    try { return JSON.parse(window.localStorage.getItem(KEY)) || {}; } catch (refused) { return {}; }
  }

  function keep() {
    try { window.localStorage.setItem(KEY, JSON.stringify(chosen)); } catch (refused) { /* see above */ }
  }

  function dark() {
    return typeof chosen.dark === "boolean" ? chosen.dark : system.matches;
  }

  function mark(name, on) {
    if (on) { root.classList.add(name); } else { root.classList.remove(name); }
  }

  function apply() {
    mark("large", chosen.large === true);
    mark("contrast", chosen.contrast === true);
    mark("dark", chosen.dark === true);
    mark("light", chosen.dark === false);
    each(function (button, aid) {
      button.setAttribute("aria-pressed", String(aid === "dark" ? dark() : chosen[aid] === true));
    });
  }

  function each(visit) {
    var buttons = document.querySelectorAll("button[data-aid]");
    for (var at = 0; at < buttons.length; at += 1) { visit(buttons[at], buttons[at].getAttribute("data-aid")); }
  }

  function toggle(aid) {
    if (aid === "dark") {
      var wanted = !dark();
      // Back to what the system wants is no choice any more.
      if (wanted === system.matches) { delete chosen.dark; } else { chosen.dark = wanted; }
    } else {
      chosen[aid] = chosen[aid] !== true;
    }
    keep();
    apply();
  }

  mark("aided", true);
  apply();
  document.addEventListener("DOMContentLoaded", function () {
    each(function (button, aid) { button.addEventListener("click", function () { toggle(aid); }); });
    apply();
  });
  if (system.addEventListener) { system.addEventListener("change", apply); }
  window.addEventListener("storage", function () { chosen = read(); apply(); });
  window.addEventListener("pageshow", function () { chosen = read(); apply(); });
}());
