// Shows what the server is doing and reloads the page when it has changed. Put into pages by `kuaibao serve` only; the
// page's policy lets no style sheet or inline style in, so everything is set through the DOM.
(function () {
  'use strict';
  var born = document.currentScript.src.split('?')[1].split('.');
  var run = born[0], wing = born[1], revision = Number(born[2]);
  var KEY = 'kuaibao-bar-small';
  var source = null, lost = 0;

  function style(node, rules) {
    Object.keys(rules).forEach(function (name) { node.style.setProperty(name, rules[name]); });
    return node;
  }

  function make(name, text) {
    var node = document.createElement(name);
    if (text) { node.textContent = text; }
    return node;
  }

  function link(text, href) {
    var node = make('a', text);
    node.href = href;
    return style(node, { color: 'inherit', 'margin-left': '12px', 'text-decoration': 'underline' });
  }

  var host = style(make('div'), {
    all: 'initial', position: 'fixed', right: '8px', bottom: '8px', 'z-index': '2147483647',
    'max-width': 'calc(100vw - 16px)', display: 'block'
  });
  host.id = 'kuaibao-bar';
  host.lang = 'zh-CN';
  var bar = style(make('div'), {
    font: '14px/1.6 "Noto Sans CJK SC","Microsoft YaHei",SimHei,sans-serif', color: '#fff',
    padding: '4px 12px', 'border-radius': '6px', 'box-shadow': '0 1px 6px rgba(0,0,0,.4)',
    'max-height': '60vh', overflow: 'auto'
  });
  bar.setAttribute('role', 'status');
  host.attachShadow({ mode: 'open' }).appendChild(bar);

  var COLOURS = { fresh: '#2b2b2b', building: '#1f4e79', failed: '#9b1c1c', lost: '#5a5a5a' };

  function small() {
    try { return sessionStorage.getItem(KEY) === '1'; } catch (e) { return false; }
  }

  function toggle(state) {
    var button = make('button', small() ? '展开' : '收起');
    button.type = 'button';
    style(button, {
      all: 'unset', cursor: 'pointer', 'margin-left': '12px', 'text-decoration': 'underline', font: 'inherit'
    });
    button.addEventListener('click', function () {
      try { sessionStorage.setItem(KEY, small() ? '0' : '1'); } catch (e) { /* it is shown in full, then */ }
      show(state);
    });
    return button;
  }

  function links(state) {
    var counts = state.counts, found = [];
    if (counts.errors) { found.push('错误 ' + counts.errors); }
    if (counts.warnings) { found.push('注意 ' + counts.warnings); }
    if (counts.waiting) { found.push('待审 ' + counts.waiting); }
    return [
      link('网站', '/'),
      link('送审稿 ' + state.drafts, '/__drafts/'),
      link('待办与问题' + (found.length ? '（' + found.join('，') + '）' : ''), '/__reports/')
    ];
  }

  var WORDS = {
    fresh: function (state) { return state.at + ' 已更新'; },
    building: function (state) { return state.told || '正在更新……'; },
    failed: function () { return '网页没有更新'; },
    lost: function () { return '服务停了：重新运行 kuaibao serve 就会恢复'; }
  };

  function show(state) {
    bar.textContent = '';
    style(bar, { background: COLOURS[state.step] });
    bar.appendChild(make('strong', WORDS[state.step](state)));
    bar.dataset.step = state.step;
    if (!small() && state.counts) { links(state).forEach(function (node) { bar.appendChild(node); }); }
    bar.appendChild(toggle(state));
    if (state.step === 'failed') {
      bar.appendChild(style(make('div', state.told), { 'white-space': 'pre-wrap', 'margin-top': '4px' }));
    }
    if (!host.isConnected) { document.body.appendChild(host); }
  }

  function told(event) {
    var state = JSON.parse(event.data);
    lost = 0;
    if (state.run !== run || state[wing] !== revision) {
      close();
      location.reload();
      return;
    }
    show(state);
  }

  function failed() {
    lost += 1;
    // The first failure may be a server that is being started anew.
    if (lost > 1) { show({ step: 'lost' }); }
    // A browser gives up after some answers; then we ask again ourselves.
    if (source && source.readyState === 2) { close(); setTimeout(open, 2000); }
  }

  // A browser holds six connections to one server at most: tabs that nobody looks at must not take them.
  function open() {
    if (source || document.hidden) { return; }
    source = new EventSource('/__kuaibao/events');
    source.onmessage = told;
    source.onerror = failed;
  }

  function close() {
    if (source) { source.close(); source = null; }
  }

  document.addEventListener('visibilitychange', function () { if (document.hidden) { close(); } else { open(); } });
  window.addEventListener('pageshow', open);
  window.addEventListener('pagehide', close);
  window.addEventListener('beforeprint', function () { host.style.setProperty('display', 'none'); });
  window.addEventListener('afterprint', function () { host.style.setProperty('display', 'block'); });
  open();
}());
