/* The site's search. Everything it needs lies beside the pages: the index comes in small scripts, each of which calls
   kuaibao.put, since a page that was opened from a folder may load nothing else. Written for old browsers as well.

   Order of the parts: loading, bits, texts, queries, finding, going straight, showing, starting. */
(function () {
  'use strict';

  // ---- loading: a piece of the index by its name, once ---------------------------------------

  var pieces = {}, asked = {}, root = '', version = '';

  window.kuaibao = { put: function (name, data) { pieces[name] = data; } };

  /** Loads pieces and then calls `then(missing)`, the names of those that could not be loaded. */
  function load(names, then) {
    var left = names.length, missing = [];
    if (!left) { then(missing); }
    names.forEach(function (name) {
      loadOne(name, function () {
        if (!pieces.hasOwnProperty(name)) { missing.push(name); }
        left -= 1;
        if (!left) { then(missing); }
      });
    });
  }

  function loadOne(name, then) {
    if (pieces.hasOwnProperty(name)) { then(); return; }
    if (asked[name]) { asked[name].push(then); return; }
    asked[name] = [then];
    var script = document.createElement('script');
    script.src = root + 'search/' + name + '.js?v=' + versionOf(name);
    script.onload = script.onerror = function () {
      var waiting = asked[name];
      delete asked[name];
      script.parentNode.removeChild(script);
      waiting.forEach(function (tell) { tell(); });
    };
    document.head.appendChild(script);
  }

  /** A part of the index that has not changed need not be loaded anew. The vocabulary belongs to the first. */
  function versionOf(name) {
    var its = manifest ? manifest.parts.filter(function (part) { return part.folder && name.indexOf(part.folder) === 0; })[0] : null;
    if (manifest && name === 'words') { its = manifest.parts[0]; }
    return its ? its.version : version;
  }

  // ---- bits: fifteen in a unit, high bit first ------------------------------------------------

  function Bits(units) { this.units = units; this.at = 0; }

  Bits.prototype.take = function (width) {
    var value = 0, left = width, within, some;
    while (left > 0) {
      if (this.at >= this.units.length * 15) { throw new Error('a piece of the index ends too early'); }
      within = this.at % 15;
      some = Math.min(15 - within, left);
      value = value * (1 << some) + (((this.units.charCodeAt((this.at - within) / 15) - 0x3400) >> (15 - within - some)) & ((1 << some) - 1));
      this.at += some;
      left -= some;
    }
    return value;
  };

  Bits.prototype.ones = function () {
    var count = 0;
    while (this.take(1)) { count += 1; }
    return count;
  };

  Bits.prototype.number = function () {
    var width = 0;
    while (!this.take(1)) { width += 1; }
    return Math.pow(2, width) + this.take(width) - 1;
  };

  Bits.prototype.character = function () {
    return String.fromCharCode(this.take(1) ? 0x3400 + this.take(15) : this.take(16));
  };

  /** A rising list of numbers below `universe`. */
  Bits.prototype.list = function (universe) { return whole(this.told(), universe); };

  /** A list as it is told: itself, or what is missing from it. */
  Bits.prototype.told = function () {
    var most = this.take(1), count = this.number(), width = count ? this.take(5) : 0, next = 0, list = [], i;
    for (i = 0; i < count; i += 1) {
      next += this.ones() * (1 << width);
      next += this.take(width);
      list.push(next);
      next += 1;
    }
    return { most: most, list: list };
  };

  function whole(told, universe) { return told.most ? without(universe, told.list) : told.list; }

  function without(universe, list) {
    var rest = [], at = 0, i;
    for (i = 0; i < universe; i += 1) {
      if (list[at] === i) { at += 1; } else { rest.push(i); }
    }
    return rest;
  }

  // ---- texts: the vocabulary, and the records written in it -----------------------------------

  var words = null;

  function readWords() {
    var bits = new Bits(pieces.words), list = [''], i, count = bits.number(), joined, width, lengths;
    for (i = 0; i < count; i += 1) { list.push(bits.character()); }
    joined = bits.number();
    for (width = 1; (1 + count + joined) >> width; width += 1) { /* as many bits as the largest number has */ }
    for (i = 0; i < joined; i += 1) { list.push(list[bits.take(width)] + list[bits.take(width)]); }
    lengths = list.map(function () { return bits.take(5); });
    return { list: list, codes: codesOf(lengths) };
  }

  /** Canonical codes: how many there are of each length, and the words in the order of their codes. */
  function codesOf(lengths) {
    var counts = [], order = [], length, word;
    for (length = 0; length < 32; length += 1) { counts.push(0); }
    lengths.forEach(function (bits) { counts[bits] += 1; });
    for (length = 1; length < 32; length += 1) {
      if (counts[length]) {
        for (word = 0; word < lengths.length; word += 1) { if (lengths[word] === length) { order.push(word); } }
      }
    }
    return { counts: counts, order: order };
  }

  function readWord(bits) {
    var code = 0, first = 0, before = 0, length = 0, count;
    for (;;) {
      length += 1;
      code = code * 2 + bits.take(1);
      count = words.codes.counts[length];
      if (code - first < count) { return words.codes.order[before + code - first]; }
      before += count;
      first = (first + count) * 2;
    }
  }

  function readText(bits) {
    var length = bits.number(), text = '', word;
    while (text.length < length) {
      word = readWord(bits);
      text += word ? words.list[word] : String.fromCharCode(bits.take(16));
    }
    return text;
  }

  /** The record of an entry, whose piece is there. */
  function record(entry) {
    var bits = new Bits(pieces[textOf(entry)]), skip = (entry - partOf(entry).first) % manifest.together, fields;
    words = words || readWords();
    for (; skip > 0; skip -= 1) { readText(bits); }
    fields = readText(bits).split('\t');
    return { path: fields[0], title: fields[1], issue: fields[2], date: fields[3], sources: fields[4], mark: fields[5], text: fields[6] || '' };
  }

  function textOf(entry) {
    var part = partOf(entry);
    return part.folder + 'texts/' + Math.floor((entry - part.first) / manifest.together);
  }

  // ---- queries: folded as the index was, cut into runs ----------------------------------------

  var manifest = null, folds = {}, documents = 0;

  function prepare() {
    var i;
    manifest = pieces.index;
    manifest.parts.forEach(function (part) {
      part.first = documents;
      part.found = {};
      documents += part.documents;
    });
    for (i = 0; i < manifest.from.length; i += 1) { folds[manifest.from.charAt(i)] = manifest.to.charAt(i); }
  }

  function isWord(code) {
    return manifest.words.some(function (range) { return code >= range[0] && code <= range[1]; });
  }

  function isDigit(unit) { return unit >= '0' && unit <= '9'; }

  var units = {};

  /** A unit as the index knows it; U+0000 for what ends a run. */
  function foldOne(unit) {
    if (!units.hasOwnProperty(unit)) { units[unit] = foldSlowly(unit); }
    return units[unit];
  }

  function foldSlowly(unit) {
    var code = unit.charCodeAt(0), half = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : unit;
    var lower = half.toLowerCase();
    lower = lower.length === 1 ? lower : half;
    lower = folds.hasOwnProperty(lower) ? folds[lower] : lower;
    return isWord(lower.charCodeAt(0)) ? lower : '\u0000';
  }

  /** The text folded unit by unit, so that places in it are places in the text; what ends a run is U+0000. */
  function fold(text) {
    var out = [], rare = false, last = '', i, unit, code;
    for (i = 0; i < text.length; i += 1) {
      unit = text.charAt(i);
      code = text.charCodeAt(i);
      if (code >= 0xd800 && code <= 0xdbff) { rare = code >= manifest.rare[0] && code <= manifest.rare[1]; }
      if (code >= 0xd800 && code <= 0xdfff) {
        last = rare ? unit : '\u0000';
      } else if ((unit === '.' || unit === '．') && isDigit(last) && i + 1 < text.length && isDigit(foldOne(text.charAt(i + 1)))) {
        last = '.';
      } else if ((unit === '%' || unit === '％') && isDigit(last)) {
        last = '%';
      } else {
        last = foldOne(unit);
      }
      out.push(last);
    }
    return out.join('');
  }

  /** Characters that nobody sees, such as come along when a text is copied; the index has dropped them, too. */
  var UNSEEN = /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;

  /** The terms of a query: runs of two units or more, each once; and what is too short to be looked for. */
  function termsOf(query) {
    var terms = [], short = [];
    fold(query.replace(UNSEEN, '')).split('\u0000').forEach(function (run) {
      var list = run.length > 1 ? terms : short;
      if (run && list.indexOf(run) < 0) { list.push(run); }
    });
    return { terms: terms, short: short };
  }

  // ---- finding: lists of entries ---------------------------------------------------------------

  var shards = {};

  /** The index has parts, each with entries of its own, numbered from nought: this is the one that an entry is in. */
  function partOf(entry) {
    return manifest.parts.filter(function (part) { return entry >= part.first && entry < part.first + part.documents; })[0];
  }

  /** What is looked for of a term: itself, or, of a long one, some stretches; the rest is compared when it is shown. */
  function stretchesOf(term) {
    var length = manifest.longest, stretches = [], at;
    if (term.length <= length) { return [term]; }
    for (at = 0; at + length < term.length && stretches.length < STRETCHES; at += length) { stretches.push(term.substr(at, length)); }
    return stretches.concat(term.slice(-length));
  }

  var STRETCHES = 5;

  /** The pairs that are looked up for a term. */
  function pairsOf(term) {
    var pairs = [];
    stretchesOf(term).forEach(function (stretch) {
      for (var i = 0; i + 1 < stretch.length; i += 1) { pairs.push(stretch.substr(i, 2)); }
    });
    return pairs;
  }

  function shardOf(part, pair) {
    return part.folder + 'pairs/' + (pair.charCodeAt(0) * 65599 + pair.charCodeAt(1) * 31) % part.shards;
  }

  /** The pairs of a shard: entries that hold them in the text, in the title, and runs that they only seem to hold. */
  function readShard(part, name) {
    var bits = new Bits(pieces[name]), pairs = {}, count = bits.number(), pair, runs, run, length;
    for (; count > 0; count -= 1) {
      pair = bits.character();
      pair += bits.character();
      pairs[pair] = { texts: bits.list(part.documents), titles: bits.list(part.documents), seeming: {} };
      for (runs = bits.number(); runs > 0; runs -= 1) {
        run = pair;
        for (length = bits.take(3) + 1; length > 0; length -= 1) { run += bits.character(); }
        pairs[pair].seeming[run] = bits.told();
      }
    }
    return pairs;
  }

  function pairAt(part, pair) {
    var name = shardOf(part, pair);
    shards[name] = shards[name] || readShard(part, name);
    return shards[name].hasOwnProperty(pair) ? shards[name][pair] : null;
  }

  /** What `lists` finds in each part, as entries of the whole. */
  function inAllParts(lists) {
    return manifest.parts.map(function (part) {
      return lists(part).map(function (entry) { return part.first + entry; });
    }).reduce(function (all, some) { return all.concat(some); }, []);
  }

  /** Entries that hold the run, of the parts in which any does: see the index. */
  function entriesOf(run) { return inAllParts(function (part) { return holding(part, run); }); }

  function holding(part, run) {
    var pair, list;
    if (part.found.hasOwnProperty(run)) { return part.found[run]; }
    if (run.length === 2) {
      pair = pairAt(part, run);
      list = pair ? pair.texts : [];
    } else if (run.length > manifest.longest) {
      list = stretchesOf(run).map(function (stretch) { return holding(part, stretch); }).reduce(both);
    } else {
      list = both(holding(part, run.slice(0, -1)), holding(part, run.slice(1)));
      pair = pairAt(part, run.substr(0, 2));
      if (pair && pair.seeming.hasOwnProperty(run)) { list = leaveOut(list, whole(pair.seeming[run], list.length)); }
    }
    part.found[run] = list;
    return list;
  }

  function both(a, b) {
    var list = [], i = 0, j = 0;
    while (i < a.length && j < b.length) {
      if (a[i] < b[j]) { i += 1; } else if (a[i] > b[j]) { j += 1; } else { list.push(a[i]); i += 1; j += 1; }
    }
    return list;
  }

  function leaveOut(list, places) {
    var at = 0;
    return list.filter(function (entry, place) {
      if (places[at] !== place) { return true; }
      at += 1;
      return false;
    });
  }

  function inTitles(term) {
    return inAllParts(function (part) {
      return pairsOf(term).map(function (pair) { var at = pairAt(part, pair); return at ? at.titles : []; }).reduce(both);
    });
  }

  /** The entries to show: those with all terms in the title first, and the newest first. */
  function ranked(terms, narrowed) {
    var all = narrowed.concat(terms.map(entriesOf)), hits, titles, first = [], then = [], at, i;
    if (!all.length) { return []; }
    hits = all.reduce(both);
    titles = terms.length ? both(hits, terms.map(inTitles).reduce(both)) : [];
    at = titles.length - 1;
    for (i = hits.length - 1; i >= 0; i -= 1) {
      if (titles[at] === hits[i]) { first.push(hits[i]); at -= 1; } else { then.push(hits[i]); }
    }
    return first.concat(then);
  }

  /** The lists of the chosen values: `chosen` holds names of facets with the places of the values. */
  function narrowing(chosen) {
    return Object.keys(chosen).map(function (name) {
      var bits = new Bits(pieces['lists/' + name]), skip = chosen[name];
      bits.number();
      for (; skip > 0; skip -= 1) { bits.list(documents); }
      return bits.list(documents);
    });
  }

  /** Looks for terms among the chosen; calls `then(missing, hits)`. */
  function find(terms, chosen, then) {
    var names = {};
    manifest.parts.forEach(function (part) {
      terms.forEach(function (term) { pairsOf(term).forEach(function (pair) { names[shardOf(part, pair)] = true; }); });
    });
    Object.keys(chosen).forEach(function (name) { names['lists/' + name] = true; });
    load(Object.keys(names), function (missing) {
      if (missing.length) { then(missing, []); return; }
      guarded(function () { certain(ranked(terms, narrowing(chosen)), terms, then); });
    });
  }

  /** What stands nowhere in a part has no exceptions there: the first of its texts tells, and all others with it. Long
      phrases are compared one by one. */
  function certain(hits, terms, then) {
    var exact = terms.filter(function (term) { return term.length > 2 && term.length <= manifest.longest; }), first = [];
    if (!exact.length || exact.length < terms.filter(function (term) { return term.length > 2; }).length) { then([], hits); return; }
    manifest.parts.forEach(function (part) {
      var its = hits.filter(function (hit) { return partOf(hit) === part; });
      if (its.length) { first.push(its[0]); }
    });
    load(first.map(textOf).concat(first.length ? 'words' : []), function (missing) {
      if (missing.length) { then(missing, []); return; }
      guarded(function () {
        var gone = first.filter(function (hit) { return !holds(record(hit), terms); }).map(partOf);
        then(missing, hits.filter(function (hit) { return gone.indexOf(partOf(hit)) < 0; }));
      });
    });
  }

  /** Whether an entry's record holds all terms. */
  function holds(entry, terms) {
    var texts = fold(entry.title + '\n' + entry.text);
    return terms.every(function (term) { return texts.indexOf(term) >= 0; });
  }

  // ---- going straight: what a query is the very name of ----------------------------------------

  /** A name without what is not told apart: blanks, marks, forms of letters. */
  function bare(text) { return fold(text.replace(UNSEEN, '')).replace(/\u0000/g, ''); }

  /** The pages that are called like the query: `{ name, path }`. */
  function straight(query) {
    var known = JSON.parse(document.getElementById('names').textContent), asked = bare(query), ways = [];
    if (!asked) { return ways; }
    known.names.forEach(function (one) {
      var isIt = one[2].some(function (name) { return bare(name) === asked; });
      if (isIt) { ways.push({ name: one[0] + '：' + one[2][0], path: one[1] }); }
    });
    return ways.concat(straightToIssues(asked, known.issues));
  }

  /** 第3期, 2016年第3期, 改革动态第3期; 总第45期. Without a year the newest issue of that number is meant. */
  function straightToIssues(asked, titles) {
    var total = /^(.*?)总第?0*(\d{1,6})期?$/.exec(asked), number = /^(.*?)(?:(\d{4})年?)?第0*(\d{1,6})期(?:总第?\d+期?)?$/.exec(asked), ways = [];
    if (number && /总$/.test(number[1])) { number = null; }
    titles.forEach(function (title) {
      var said = number || total, found = null;
      if (!said || (said[1] && said[1] !== bare(title[0]))) { return; }
      title[2].forEach(function (run) {
        var at = number ? Number(number[3]) : run[1] + Number(total[2]) - run[3];
        var fits = number ? !number[2] || Number(number[2]) === run[0] : run[3] > 0;
        if (fits && at >= run[1] && at <= run[2]) { found = { year: run[0], at: at }; }
      });
      if (found) {
        ways.push({ name: '《' + title[0] + '》' + found.year + '年第' + found.at + '期', path: title[1] + ('000' + found.year).slice(-4) + '/' + (found.at < 1000 ? ('00' + found.at).slice(-3) : found.at) + '.html' });
      }
    });
    return ways;
  }

  function showStraight(query) {
    var ways = straight(query), place = document.getElementById('direct');
    place.hidden = !ways.length;
    if (ways.length) { place.appendChild(document.createTextNode('直接前往：')); }
    ways.forEach(function (way) {
      var link = element('a', '', way.name);
      link.href = root + way.path;
      place.appendChild(link);
      place.appendChild(document.createTextNode(' '));
    });
  }

  // ---- showing ---------------------------------------------------------------------------------

  var AT_ONCE = 10, BEFORE = 30, LENGTH = 110;

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.appendChild(document.createTextNode(text)); }
    return made;
  }

  /** Appends a text with the terms in it marked. */
  function appendMarked(parent, text, terms) {
    var folded = fold(text), at = 0, next, term;
    function nearest(best, candidate) {
      var place = folded.indexOf(candidate, at);
      if (place < 0 || (best && (place > best.place || (place === best.place && candidate.length <= best.term.length)))) { return best; }
      return { place: place, term: candidate };
    }
    for (;;) {
      next = terms.reduce(nearest, null);
      if (!next) { break; }
      term = next.term.length;
      parent.appendChild(document.createTextNode(text.slice(at, next.place)));
      parent.appendChild(element('mark', '', text.substr(next.place, term)));
      at = next.place + term;
    }
    parent.appendChild(document.createTextNode(text.slice(at)));
    return parent;
  }

  /** Where the passages are that show the terms: one, or two where the first does not show them all. */
  function passages(text, terms) {
    var folded = fold(text), found = [], left = terms.filter(function (term) { return placeOf(term) >= 0; });
    function placeOf(term) { return folded.indexOf(term); }
    while (found.length < 2 && (left.length || !found.length)) {
      found.push(stretch(text, left.length ? Math.min.apply(null, left.map(placeOf)) : 0));
      left = unseen(folded, left, found[found.length - 1]);
    }
    return found;
  }

  /** The terms that this stretch of the text does not show. */
  function unseen(folded, terms, stretch) {
    var seen = folded.slice(stretch.from, stretch.until);
    return terms.filter(function (term) { return seen.indexOf(term) < 0; });
  }

  function stretch(text, place) {
    var from = place > BEFORE ? place - BEFORE : 0, until = Math.min(text.length, from + LENGTH);
    // A character of two units stays whole.
    if (/[\udc00-\udfff]/.test(text.charAt(from))) { from += 1; }
    if (/[\udc00-\udfff]/.test(text.charAt(until))) { until += 1; }
    return { from: from, until: until };
  }

  function cut(text, stretch) {
    return (stretch.from ? '……' : '') + text.slice(stretch.from, stretch.until) + (stretch.until < text.length ? '……' : '');
  }

  function dayOf(date) {
    var parts = date.split('-');
    return Number(parts[0]) + '年' + Number(parts[1]) + '月' + Number(parts[2]) + '日';
  }

  function resultOf(entry, terms) {
    var item = element('li'), title = element('h2', 'item-title'), link = element('a'), facts = element('p', 'item-facts'), time = element('time', '', dayOf(entry.date));
    link.href = root + entry.path;
    appendMarked(link, entry.title, terms);
    title.appendChild(link);
    if (entry.mark) {
      title.appendChild(document.createTextNode(' '));
      title.appendChild(element('span', 'mark', entry.mark));
    }
    time.setAttribute('datetime', entry.date);
    facts.appendChild(time);
    facts.appendChild(document.createTextNode(' '));
    facts.appendChild(element('span', '', entry.issue));
    if (entry.sources) {
      facts.appendChild(document.createTextNode(' '));
      facts.appendChild(element('span', 'by', entry.sources));
    }
    item.appendChild(title);
    item.appendChild(facts);
    if (entry.text) {
      passages(entry.text, terms).forEach(function (stretch) {
        item.appendChild(appendMarked(element('p', 'passage'), cut(entry.text, stretch), terms));
      });
    }
    return item;
  }

  var page = {};

  function say(text) {
    page.found.textContent = text + (text !== page.unknown ? page.unknown : '');
  }

  /** Shows the next entries of `state`, then calls `then`; those that do not hold a long phrase are left out. */
  function showMore(state, then) {
    var some = state.hits.slice(state.at, state.at + AT_ONCE), names = {};
    some.forEach(function (entry) { names[textOf(entry)] = true; });
    load(Object.keys(names).concat('words'), function (missing) {
      if (missing.length) { fail(); return; }
      guarded(function () {
        some.forEach(function (entry) { showOne(record(entry), state); });
        state.at += some.length;
        if (!state.shown && state.at < state.hits.length) { showMore(state, then); return; }
        tell(state);
        then();
      });
    });
  }

  function showOne(entry, state) {
    if (!holds(entry, state.terms)) { state.left += 1; return; }
    page.results.appendChild(resultOf(entry, state.terms));
    state.shown += 1;
  }

  var BROKEN = '搜索用的文件没有读到。请刷新页面再试；如果是从别处拷来的，请把整个文件夹一起拷来。';

  /** Says that the index cannot be read; the rest of the page stays as it is. */
  function fail() {
    say(BROKEN);
    page.more.hidden = true;
    page.root.setAttribute('data-state', 'broken');
  }

  function guarded(work) {
    try { work(); } catch (fault) {
      fail();
      if (window.console) { window.console.error(fault); }
    }
  }

  function tell(state) {
    var total = state.hits.length ? state.hits.length - state.left : 0, more = state.at < state.hits.length;
    var about = more && !state.exact ? '约' : '';
    var short = state.short.length ? '单个的“' + state.short.join('”“') + '”没有参与查找。' : '';
    if (!total) {
      say('没有找到。' + short + '可以少写几个字、换一种说法' + (state.narrowed ? '，或者放宽范围' : '') + '。');
    } else {
      say('共找到' + about + total + '条' + (more ? '，已显示' + state.shown + '条' : '') + '。' + (state.terms.length ? '标题中有的在前，新的在前。' : '新的在前。') + short);
    }
    page.more.hidden = !more;
    page.root.setAttribute('data-state', 'done');
  }

  // ---- starting --------------------------------------------------------------------------------

  function asks() {
    var given = {};
    location.search.replace(/^\?/, '').split('&').forEach(function (part) {
      var at = part.indexOf('='), value;
      if (at < 0) { return; }
      value = part.slice(at + 1).replace(/\+/g, ' ');
      try { value = decodeURIComponent(value); } catch (ignored) { /* typed by hand: taken as it is */ }
      given[part.slice(0, at)] = value;
    });
    return given;
  }

  /** Puts what the address asks for into the form, and tells which values of which facets were chosen. */
  function fill(given) {
    var chosen = {}, unknown = [];
    page.query.value = given.q || '';
    Array.prototype.forEach.call(page.form.getElementsByTagName('select'), function (select) {
      Array.prototype.forEach.call(select.options, function (option) {
        if (option.value && option.value === given[select.name]) {
          select.value = option.value;
          chosen[select.name] = Number(option.getAttribute('data-at'));
          document.getElementById('narrow').open = true;
        }
      });
      if (given[select.name] && !chosen.hasOwnProperty(select.name)) { unknown.push(given[select.name]); }
    });
    page.unknown = unknown.length ? '现在没有“' + unknown.join('”“') + '”这个范围，没有按它查找。' : '';
    return chosen;
  }

  /** The address names only what was asked for. */
  function leaveOutEmpty() {
    Array.prototype.forEach.call(page.form.getElementsByTagName('select'), function (select) { select.disabled = !select.value; });
    setTimeout(function () {
      Array.prototype.forEach.call(page.form.getElementsByTagName('select'), function (select) { select.disabled = false; });
    }, 0);
  }

  function search(given, chosen) {
    var asked = termsOf(given.q || ''), exact = asked.terms.every(function (term) { return term.length <= manifest.longest; });
    if (!asked.terms.length && !Object.keys(chosen).length) {
      say(given.q ? '请输入至少两个相连的字或数字，中间不加空格和标点。' : page.unknown);
      page.root.setAttribute('data-state', 'done');
      return;
    }
    find(asked.terms, chosen, function (missing, hits) {
      var state = { terms: asked.terms, short: asked.short, exact: exact, hits: hits, at: 0, shown: 0, left: 0, narrowed: Object.keys(chosen).length > 0 };
      if (missing.length) { fail(); return; }
      page.more.onclick = function () {
        var before = page.results.children.length;
        showMore(state, function () { remember(state, 0); goOnAt(page.results.children[before]); });
      };
      page.results.onclick = function () { remember(state, window.pageYOffset); };
      if (hits.length) { showMore(state, function () { showAgain(state, remembered()); }); } else { tell(state); }
    });
  }

  // What was shown is kept with the page in the browser's own history, so that the way back leads to the same place.

  function remember(state, top) {
    try { history.replaceState({ shown: state.shown, top: top }, ''); } catch (refused) { /* then the list begins anew */ }
  }

  function remembered() { return history.state || { shown: 0, top: 0 }; }

  function showAgain(state, before) {
    if (state.shown < before.shown && state.at < state.hits.length) {
      showMore(state, function () { showAgain(state, before); });
    } else if (before.top) {
      window.scrollTo(0, before.top);
    }
  }

  /** The keyboard goes on where the new results begin. */
  function goOnAt(item) {
    if (item) { item.getElementsByTagName('a')[0].focus(); }
  }

  function start() {
    var given, chosen;
    page.root = document.getElementById('search');
    if (!page.root) { return; }
    page.form = document.getElementById('query');
    page.query = document.getElementById('q');
    page.found = document.getElementById('found');
    page.results = document.getElementById('results');
    page.more = document.getElementById('more');
    root = page.root.getAttribute('data-root');
    version = page.root.getAttribute('data-version');
    page.form.onsubmit = leaveOutEmpty;
    given = asks();
    chosen = fill(given);
    if (given.q) {
      document.title = given.q + ' - ' + document.title;
      say('正在查找……');
    }
    load(['index'], function (missing) {
      // A page that a browser has kept must not read an index that was made later.
      if (missing.length || pieces.index.version !== version) { fail(); return; }
      prepare();
      guarded(function () {
        showStraight(given.q || '');
        search(given, chosen);
      });
    });
  }

  if (document.readyState === 'loading') { document.addEventListener('DOMContentLoaded', start); } else { start(); }
}());
