"use strict";
(function () {
  var lang = document.documentElement.lang;
  var collator = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
  // Letters without marks and case, so that "dong da" finds "Đống Đa".
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }

  // Sorting.
  function value(row, column) {
    var cell = row.cells[column];
    var key = cell.getAttribute("data-v");
    return key === null ? cell.textContent.trim() : key;
  }
  function sort(table, column, descending) {
    var body = table.tBodies[0];
    var numeric = table.tHead.rows[0].cells[column].classList.contains("num");
    var rows = Array.prototype.slice.call(body.rows).map(function (row, at) {
      var key = value(row, column);
      var number = numeric ? parseFloat(key) : NaN;
      // What has no figure comes last whichever way the column is sorted, and so do rows without an ordinary name.
      var rank = row.hasAttribute("data-last") ? 2 : (numeric ? isNaN(number) : key === "") ? 1 : 0;
      return { row: row, at: at, key: key, number: number, rank: rank };
    });
    rows.sort(function (a, b) {
      if (a.rank !== b.rank) return a.rank - b.rank;
      var order = numeric && !isNaN(a.number) && !isNaN(b.number) ? a.number - b.number : collator.compare(a.key, b.key);
      return (descending ? -order : order) || a.at - b.at;
    });
    rows.forEach(function (r) { body.appendChild(r.row); });
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        // Figures are first wanted from the largest down.
        var first = head.classList.contains("num") ? "descending" : "ascending";
        var next = now === "none" ? first : now === "ascending" ? "descending" : "ascending";
        heads.forEach(function (h) { h.setAttribute("aria-sort", "none"); });
        head.setAttribute("aria-sort", next);
        sort(table, column, next === "descending");
      });
    });
  });

  // Searching in long tables.
  document.querySelectorAll("table.searchable").forEach(function (table) {
    var box = document.createElement("div");
    box.className = "filter";
    var label = document.createElement("label");
    label.htmlFor = table.id + "-search";
    label.textContent = table.getAttribute("data-search");
    var input = document.createElement("input");
    input.type = "search";
    input.id = label.htmlFor;
    input.autocomplete = "off";
    // Each field says whose it is.
    input.setAttribute("aria-label", label.textContent + ": " + table.caption.textContent);
    var said = document.createElement("span");
    said.setAttribute("role", "status");
    box.appendChild(label);
    box.appendChild(input);
    box.appendChild(said);
    var place = table.closest(".scroll") || table;
    place.parentNode.insertBefore(box, place);
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    var texts;
    input.addEventListener("input", function () {
      texts = texts || rows.map(function (row) { return fold(row.textContent); });
      var words = fold(input.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row, at) {
        row.hidden = !words.every(function (word) { return texts[at].indexOf(word) >= 0; });
        shown += row.hidden ? 0 : 1;
      });
      // The sum is that of all rows: beside some of them it would be taken for theirs.
      if (table.tFoot) table.tFoot.hidden = shown < rows.length;
      said.textContent = words.length
        ? table.getAttribute("data-rows").replace("{n}", number(shown)).replace("{all}", number(rows.length)) : "";
    });
  });

  // Facts: all, those of a search, or those behind one figure.
  var facts = Array.prototype.slice.call(document.querySelectorAll(".fact"));
  var groups = Array.prototype.slice.call(document.querySelectorAll("details.facts"));
  var search = document.getElementById("fact-search");
  var state = document.getElementById("fact-state");
  var clear = document.getElementById("fact-clear");
  var back = document.getElementById("fact-back");
  var folded = null;
  var from = null;
  function number(n) { return n.toLocaleString(lang); }
  function show(test, text) {
    var shown = 0;
    facts.forEach(function (fact, at) {
      var is = !test || test(fact, at);
      fact.hidden = !is;
      shown += is ? 1 : 0;
    });
    groups.forEach(function (group) {
      var any = group.querySelector(".fact:not([hidden])");
      group.hidden = !any;
      if (test && any) group.open = true;
    });
    clear.hidden = !test;
    state.textContent = test ? text.replace("{n}", number(shown)) : state.getAttribute("data-all");
  }
  function all() {
    search.value = "";
    back.hidden = true;
    show(null);
  }
  if (search) {
    document.querySelector(".tools").hidden = false;
    show(null);
    search.addEventListener("input", function () {
      var words = fold(search.value).split(/\s+/).filter(Boolean);
      folded = folded || facts.map(function (fact) { return fold(fact.textContent); });
      if (!words.length) return show(null);
      show(function (fact, at) {
        return words.every(function (word) { return folded[at].indexOf(word) >= 0; });
      }, state.getAttribute("data-some"));
    });
    clear.addEventListener("click", all);
    back.addEventListener("click", function () {
      all();
      if (from && document.contains(from)) {
        open(from);
        from.scrollIntoView({ block: "center" });
        from.focus();
      }
    });
  }

  // Anchors: open what is folded around the target, and show the facts of a figure themselves instead of their list.
  function open(element) {
    for (var e = element; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
  }
  function go() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    document.querySelectorAll(".at").forEach(function (e) { e.classList.remove("at"); });
    if (target.closest(".trace") && search) {
      var ids = {};
      target.querySelectorAll("a").forEach(function (a) { ids[a.hash.slice(1)] = true; });
      var name = target.querySelector(".tl").textContent.replace(/:\s*$/, "");
      search.value = "";
      show(function (fact) { return ids[fact.id]; }, state.getAttribute("data-behind").replace("{name}", name));
      back.hidden = !from;
      document.getElementById("facts").scrollIntoView();
      var first = facts.find(function (fact) { return !fact.hidden; });
      if (first) first.focus({ preventScroll: true });
      return;
    }
    if (target.classList.contains("fact") && target.hidden) all();
    if (target.tagName === "TR" && target.hidden) {
      var filter = document.getElementById(target.closest("table").id + "-search");
      filter.value = "";
      filter.dispatchEvent(new Event("input"));
    }
    open(target);
    target.classList.add("at");
    target.scrollIntoView({ block: target.tagName === "TR" ? "center" : "start" });
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
    if (back && target.classList.contains("fact")) back.hidden = !from;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.closest("table, .cards, .foot")) from = link;
    // The same anchor twice does not change the address, but the page may have been filtered in between.
    if (link.hash === location.hash) { event.preventDefault(); go(); }
  });
  window.addEventListener("hashchange", go);
  if (location.hash) go();

  // Where one is.
  if (window.IntersectionObserver) {
    var links = {};
    document.querySelectorAll(".toc a").forEach(function (a) { links[a.hash.slice(1)] = a; });
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        var link = links[entry.target.id];
        if (!link || !entry.isIntersecting) return;
        Object.keys(links).forEach(function (id) { links[id].removeAttribute("aria-current"); });
        link.setAttribute("aria-current", "true");
      });
    }, { rootMargin: "-10% 0px -80% 0px" });
    document.querySelectorAll("main > section").forEach(function (section) { seen.observe(section); });
  }

  // Print everything. A head with buttons would not be repeated on the pages that a table goes on to.
  var closed = [];
  var swapped = [];
  function swap(from, to) {
    while (from.firstChild) to.appendChild(from.firstChild);
    from.parentNode.replaceChild(to, from);
  }
  window.addEventListener("beforeprint", function () {
    swapped = Array.prototype.slice.call(document.querySelectorAll("thead button")).map(function (button) {
      var plain = document.createElement("span");
      swap(button, plain);
      return { button: button, plain: plain };
    });
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open]):not(.trace)"));
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    swapped.forEach(function (pair) { swap(pair.plain, pair.button); });
    swapped = [];
    closed.forEach(function (d) { d.open = false; });
  });
})();
