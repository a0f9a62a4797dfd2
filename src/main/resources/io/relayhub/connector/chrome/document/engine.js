// What the connector asks of a document, in a script world of its own: the page neither sees nor changes it.
// Evaluated once in each document; everything is a property of `relayhub`.
globalThis.relayhub ??= (() => {
  const MAX_NAME = 300;
  const SKIPPED = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT', 'HEAD', 'META', 'LINK', 'TITLE', 'DATALIST', 'COLGROUP', 'PARAM', 'SOURCE', 'TRACK', 'BR', 'WBR']);
  const ROLES = {
    ARTICLE: 'article', ASIDE: 'complementary', BLOCKQUOTE: 'blockquote', BUTTON: 'button', CANVAS: 'canvas', DETAILS: 'group', DIALOG: 'dialog', FIELDSET: 'group',
    FIGURE: 'figure', H1: 'heading', H2: 'heading', H3: 'heading', H4: 'heading', H5: 'heading', H6: 'heading', HR: 'separator', IFRAME: 'Iframe', FRAME: 'Iframe',
    LI: 'listitem', MAIN: 'main', MENU: 'list', METER: 'meter', NAV: 'navigation', OL: 'list', OPTGROUP: 'group', OPTION: 'option', OUTPUT: 'status', PROGRESS: 'progressbar',
    SEARCH: 'search', SUMMARY: 'button', TABLE: 'table', TD: 'cell', TEXTAREA: 'textbox', TH: 'columnheader', TR: 'row', UL: 'list', VIDEO: 'video', AUDIO: 'audio',
  };
  const INPUTS = {
    button: 'button', submit: 'button', reset: 'button', image: 'button', checkbox: 'checkbox', radio: 'radio', range: 'slider', number: 'spinbutton',
    search: 'searchbox', file: 'file', color: 'color', date: 'date', time: 'time', month: 'date', week: 'date', 'datetime-local': 'date',
  };
  const NAMED_BY_CONTENT = new Set(['button', 'link', 'heading', 'option', 'tab', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'treeitem', 'checkbox', 'radio', 'switch',
    'columnheader', 'rowheader', 'tooltip', 'clickable']);
  const NAMED_BY_PLAIN_TEXT = new Set(['cell', 'gridcell', 'listitem']);
  const CHECKED_ROLES = new Set(['checkbox', 'radio', 'switch', 'menuitemcheckbox', 'menuitemradio']);

  // An element without a box of its own (`display: contents`, as every slot has it) shows what is in it.
  const rendered = (element) => element.checkVisibility() || getComputedStyle(element).display === 'contents';
  const attribute = (element, name) => element.getAttribute(name) ?? '';
  const editable = (element) => element.isContentEditable && !element.parentElement?.isContentEditable;

  function roleOf(element) {
    const said = attribute(element, 'role').trim().split(/\s+/)[0].toLowerCase();
    if (said && said !== 'none' && said !== 'presentation') return said;
    if (said) return 'generic';
    const tag = element.tagName.toUpperCase();
    if (editable(element)) return 'textbox';
    switch (tag) {
      case 'A': case 'AREA': return element.hasAttribute('href') ? 'link' : 'generic';
      case 'INPUT': return element.type === 'hidden' ? 'generic' : element.hasAttribute('list') ? 'combobox' : INPUTS[element.type] ?? 'textbox';
      case 'SELECT': return element.multiple || element.size > 1 ? 'listbox' : 'combobox';
      case 'IMG': return element.getAttribute('alt') === '' ? 'generic' : 'img';
      case 'SVG': return element.hasAttribute('aria-label') || element.querySelector(':scope > title') ? 'img' : 'generic';
      case 'HEADER': return element.closest('article,aside,main,nav,section') ? 'generic' : 'banner';
      case 'FOOTER': return element.closest('article,aside,main,nav,section') ? 'generic' : 'contentinfo';
      case 'SECTION': return ownLabel(element) ? 'region' : 'generic';
      case 'FORM': return ownLabel(element) ? 'form' : 'generic';
      default: return ROLES[tag] ?? 'generic';
    }
  }

  const clean = (text) => text.replace(/\s+/g, ' ').trim();

  function ownLabel(element) {
    const ids = attribute(element, 'aria-labelledby').trim();
    if (ids) {
      const root = element.getRootNode();
      const text = clean(ids.split(/\s+/).map((id) => { const by = root.getElementById?.(id); return by ? textOf(by, true) : ''; }).join(' '));
      if (text) return text;
    }
    return clean(attribute(element, 'aria-label'));
  }

  // The text that a reader would be told of a subtree, at most a name's length.
  function textOf(element, top) {
    let text = '';
    const visit = (node, first) => {
      if (text.length > MAX_NAME) return;
      if (node.nodeType === Node.TEXT_NODE) { text += node.data; return; }
      if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return;
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (SKIPPED.has(node.tagName)) { if (node.tagName === 'BR') text += ' '; return; }
        if (!first) {
          if (attribute(node, 'aria-hidden') === 'true' || !rendered(node)) return;
          const label = ownLabel(node);
          if (label) { text += ' ' + label + ' '; return; }
        }
        if (node.tagName === 'IMG') { text += ' ' + attribute(node, 'alt') + ' '; return; }
        if (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName)) return;
      }
      const inline = node.nodeType === Node.ELEMENT_NODE && !/^(A|B|I|EM|STRONG|SPAN|SMALL|CODE|U|S|SUB|SUP|MARK|ABBR|TIME|LABEL|SLOT|FONT|BDI|Q|CITE|KBD|VAR|TT)$/.test(node.tagName);
      if (inline) text += ' ';
      for (const child of children(node)) visit(child, false);
      if (inline) text += ' ';
    };
    visit(element, top);
    return clean(text);
  }

  function* children(node) {
    if (node.shadowRoot) { yield* node.shadowRoot.childNodes; return; }
    if (node.tagName === 'SLOT') {
      const assigned = node.assignedNodes();
      if (assigned.length > 0) { yield* assigned; return; }
    }
    yield* node.childNodes;
  }

  // Of each tree, once in a call: an element's own `labels` searches the whole tree every time.
  let labelled = new Map();

  function labelsOf(element) {
    if (!/^(BUTTON|INPUT|METER|OUTPUT|PROGRESS|SELECT|TEXTAREA)$/.test(element.tagName)) return [];
    const root = element.getRootNode();
    let known = labelled.get(root);
    if (!known) {
      known = new Map();
      for (const label of root.querySelectorAll('label')) {
        if (label.control) known.set(label.control, [...(known.get(label.control) ?? []), label]);
      }
      labelled.set(root, known);
    }
    return known.get(element) ?? [];
  }

  function nameOf(element, role) {
    const label = ownLabel(element);
    if (label) return label;
    const tag = element.tagName;
    const labels = labelsOf(element);
    if (labels.length > 0) {
      const text = clean(labels.map((by) => textOf(by, true)).join(' '));
      if (text) return text;
    }
    if (tag === 'INPUT' && /^(button|submit|reset)$/.test(element.type)) {
      return element.value || (element.type === 'submit' ? 'Submit' : element.type === 'reset' ? 'Reset' : '') || attribute(element, 'title');
    }
    if (tag === 'IMG' || tag === 'AREA' || (tag === 'INPUT' && element.type === 'image')) {
      const alt = clean(attribute(element, 'alt'));
      if (alt) return alt;
    }
    const caption = {FIELDSET: ':scope > legend', FIGURE: ':scope > figcaption', TABLE: ':scope > caption', DETAILS: ':scope > summary', svg: ':scope > title'}[tag];
    if (caption) {
      const by = element.querySelector(caption);
      if (by) { const text = tag === 'svg' ? clean(by.textContent) : textOf(by, true); if (text) return text; }
    }
    if (NAMED_BY_CONTENT.has(role) || (NAMED_BY_PLAIN_TEXT.has(role) && element.childElementCount === 0)) { const text = textOf(element, true); if (text) return text; }
    if (tag === 'OPTGROUP') return clean(attribute(element, 'label'));
    const rest = clean(attribute(element, 'placeholder') || attribute(element, 'aria-placeholder'));
    return clean(attribute(element, 'title')) || rest || (role === 'Iframe' ? clean(attribute(element, 'name')) : '');
  }

  function valueOf(element, role) {
    const tag = element.tagName;
    if (tag === 'SELECT') return clean([...element.selectedOptions].map((option) => option.label).join(', '));
    if (tag === 'INPUT') {
      if (element.type === 'password') return element.value ? '•'.repeat(Math.min(8, element.value.length)) : '';
      if (element.type === 'file') return [...element.files].map((file) => file.name).join(', ');
      return /^(button|submit|reset|image|checkbox|radio|hidden)$/.test(element.type) ? '' : element.value;
    }
    if (tag === 'TEXTAREA') return element.value;
    if (role === 'progressbar' || role === 'meter') return element.value === undefined ? attribute(element, 'aria-valuenow') : String(element.value);
    if (editable(element)) return clean(element.innerText ?? '');
    return attribute(element, 'aria-valuetext') || attribute(element, 'aria-valuenow');
  }

  function statesOf(element, role) {
    const states = [];
    if (role === 'heading') states.push('level=' + (attribute(element, 'aria-level') || element.tagName.replace(/\D/g, '') || '2'));
    if (element.getRootNode().activeElement === element && element !== document.body) states.push('focused');
    if (CHECKED_ROLES.has(role)) {
      const checked = element.tagName === 'INPUT' ? (element.indeterminate ? 'mixed' : String(element.checked)) : attribute(element, 'aria-checked');
      if (checked && checked !== 'false') states.push(checked === 'true' ? 'checked' : 'checked=' + checked);
    }
    if (attribute(element, 'aria-pressed') === 'true') states.push('pressed');
    if (element.selected === true || attribute(element, 'aria-selected') === 'true') states.push('selected');
    const expanded = element.tagName === 'SUMMARY' && element.parentElement?.tagName === 'DETAILS' ? String(element.parentElement.open) : attribute(element, 'aria-expanded');
    if (expanded) states.push(expanded === 'true' ? 'expanded' : 'collapsed');
    const current = attribute(element, 'aria-current');
    if (current && current !== 'false') states.push('current=' + current);
    if (element.matches(':disabled') || attribute(element, 'aria-disabled') === 'true') states.push('disabled');
    if (element.required === true || attribute(element, 'aria-required') === 'true') states.push('required');
    if (element.readOnly === true || attribute(element, 'aria-readonly') === 'true') states.push('readonly');
    if (attribute(element, 'aria-invalid') === 'true') states.push('invalid');
    return states;
  }

  // ---- References: a number for an element, for as long as both live.
  const numbers = new WeakMap();
  const elements = new Map();
  const forgotten = new FinalizationRegistry((number) => elements.delete(number));
  // What one call hands to the next.
  const kept = new Map();
  let last = 0;

  function number(element) {
    let known = numbers.get(element);
    if (known === undefined) {
      known = ++last;
      numbers.set(element, known);
      elements.set(known, new WeakRef(element));
      forgotten.register(element, known);
    }
    return known;
  }

  // ---- Finding.
  function search(root, selector) {
    const found = root.querySelector(selector);
    if (found) return found;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let host = walker.nextNode(); host; host = walker.nextNode()) {
      const inner = host.shadowRoot && search(host.shadowRoot, selector);
      if (inner) return inner;
    }
    return null;
  }

  const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) && element.getClientRects().length > 0;

  // A control may be drawn by something else and lie above it, clear as glass.
  const clickable = (element) => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length > 0;

  function* all(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let element = walker.nextNode(); element; element = walker.nextNode()) {
      if (SKIPPED.has(element.tagName)) continue;
      yield element;
      if (element.shadowRoot) yield* all(element.shadowRoot);
    }
  }

  // The outermost visible elements with this name; a text that is nobody's name stands for the element around it.
  function named(text, role, exact) {
    labelled = new Map();
    const wanted = exact ? clean(text) : clean(text).toLowerCase();
    const fits = (name) => (exact ? name === wanted : name.toLowerCase().includes(wanted));
    const found = [];
    for (const element of all(document)) {
      const its = roleOf(element);
      if (role ? its.toLowerCase() !== role.toLowerCase() : its === 'generic' && !ownText(element, fits) && !ownLabel(element)) continue;
      if (!role && its === 'generic' && ownText(element, fits) ? shown(element) : fits(nameOf(element, its)) && clickable(element)) found.push([element, its]);
    }
    const owners = found.filter(([, its]) => its !== 'generic');
    const candidates = owners.length > 0 ? owners : found;
    const set = new Set(candidates.map(([element]) => element));
    return candidates.filter(([element]) => { for (let around = parentOf(element); around; around = parentOf(around)) if (set.has(around)) return false; return true; });
  }

  function ownText(element, fits) {
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE && node.data.trim() && fits(clean(node.data))) return true;
    return false;
  }

  const parentOf = (element) => element.parentElement ?? element.getRootNode().host ?? null;

  const CHECKABLE = 'input[type=checkbox],input[type=radio],[role=checkbox],[role=switch],[role=radio],[role=menuitemcheckbox],[role=menuitemradio]';

  // What an element checks: itself, what it labels, what it is made of or a part of.
  function checkable(element) {
    if (element.control) return element.control;
    if (element.matches(CHECKABLE)) return element;
    const inside = element.shadowRoot ? search(element.shadowRoot, CHECKABLE) : element.querySelector(CHECKABLE);
    if (inside) return inside;
    for (let around = parentOf(element); around; around = parentOf(around)) {
      if (around.matches(CHECKABLE)) return around;
      if (around.control && around.control.matches(CHECKABLE)) return around.control;
    }
    return element;
  }

  // Where a text for the element goes: to itself, to what it labels, or to the field that it is made of.
  function field(element) {
    const label = element.closest('label');
    if (label?.control) return label.control;
    if (!element.shadowRoot || element.isContentEditable) return element;
    return search(element.shadowRoot, 'input:not([type=hidden]),textarea,[contenteditable]:not([contenteditable=false])') ?? element;
  }

  // ---- Acting.
  const describe = (element) => '<' + element.tagName.toLowerCase() + (element.id ? '#' + element.id : '') + '>';
  const disabled = (element) => element.matches(':disabled') || !!element.closest('[aria-disabled="true"]');

  function obstacleAt(element, x, y) {
    let top = element.getRootNode().elementFromPoint(x, y);
    if (!top || element.contains(top) || top.contains(element)) return '';
    if (top.shadowRoot && top.shadowRoot.contains(element)) return '';
    for (let around = top; around; around = parentOf(around)) if (around === element) return '';
    const label = top.closest('label');
    if (label && label.control === element) return '';
    return 'is covered by ' + describe(top) + ' where it would be clicked';
  }

  // A page behind the front draws about once a second, and then nothing in it moves from frame to frame: it is not waited
  // for unless something is known to move. Not even a task is waited for, since after an input Chrome lets all others wait
  // for the next frame. A few frames in time, one after the other, and frames are waited for again.
  const LATE = 40;
  const IN_TIME_AGAIN = 3;
  let drawsLate = 0;
  const frame = (element) => new Promise((done) => {
    const asked = performance.now();
    const skipped = drawsLate > 0 && !animated(element);
    const impatience = skipped ? 0 : setTimeout(() => { drawsLate = IN_TIME_AGAIN; done(); }, LATE);
    requestAnimationFrame(() => {
      clearTimeout(impatience);
      drawsLate = performance.now() - asked > LATE ? IN_TIME_AGAIN : Math.max(0, drawsLate - 1);
      done();
    });
    if (skipped) done();
  });
  const animated = (element) => {
    for (let around = element; around; around = parentOf(around)) if (around.getAnimations().some((its) => its.playState === 'running')) return true;
    return false;
  };
  const rect = (element) => { const box = element.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; };

  return {
    /// Numbers below the base are other documents'.
    base(number) { last = Math.max(last, number); },
    find(selector) { return search(document, selector); },
    byNumber(number) { const element = elements.get(number)?.deref(); return element?.isConnected ? element : null; },
    visible(selector) { const found = search(document, selector); return !!found && shown(found); },
    there(selector) { return !!search(document, selector); },
    showsText(text) { return !!document.body && document.body.innerText.includes(text); },
    named(text, role, exact) { return named(text, role, exact).map(([element, its]) => ({number: number(element), role: its})); },
    last() { return last; },
    keep(key, element) { kept.set(key, element); },
    taken(key) { const element = kept.get(key); kept.delete(key); return element ?? null; },

    /// Why the element can't be used now, or an empty text.
    async obstacle(element, need) {
      if (!element.isConnected) return 'has left the page';
      if (!element.checkVisibility({visibilityProperty: true})) return 'is not visible';
      if (disabled(element)) return 'is disabled';
      if (need === 'SHOWN') return '';
      const before = rect(element);
      await frame(element);
      const after = rect(element);
      if (before.some((value, i) => Math.abs(value - after[i]) > 0.5)) return 'is moving';
      if (need !== 'POINTER') return '';
      if (after[2] < 1 || after[3] < 1) return element.getClientRects().length > 0 ? '' : 'is not visible: it has no size';
      return obstacleAt(element, after[0] + after[2] / 2, after[1] + after[3] / 2);
    },

    /// The focus goes to the element; its old text is selected when it is to be replaced.
    focus(named, replace) {
      const element = field(named);
      const kind = this.kind(element);
      if (kind === 'none') return {problem: 'takes no text'};
      if (disabled(element)) return {problem: 'is disabled'};
      if (element.readOnly) return {problem: 'is read-only'};
      let host = element;
      while (host.isContentEditable && host.parentElement?.isContentEditable) host = host.parentElement;
      host.focus();
      if (host.getRootNode().activeElement !== host) return {problem: 'does not take the focus: it is not visible, or the page sets the focus elsewhere'};
      if (element.isContentEditable) {
        const range = document.createRange();
        range.selectNodeContents(element);
        if (!replace) range.collapse(false);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
      } else if (replace) {
        element.select?.();
      } else {
        try { element.setSelectionRange(element.value.length, element.value.length); } catch { /* kinds without a cursor that can be set */ }
      }
      return {problem: '', kind, text: this.text(element)};
    },

    kind(named) {
      const element = field(named);
      if (element.isContentEditable || element.tagName === 'TEXTAREA') return 'text';
      if (element.tagName !== 'INPUT') return 'none';
      if (/^(button|submit|reset|checkbox|radio|file|image|hidden)$/.test(element.type)) return 'none';
      return /^(color|date|datetime-local|month|range|time|week)$/.test(element.type) ? element.type : 'text';
    },

    text(named) { const element = field(named); return element.isContentEditable ? element.innerText ?? element.textContent : element.value ?? ''; },

    /// A value for fields that are no text; false when the field does not take it.
    set(named, value) {
      const element = field(named);
      element.value = value;
      if (element.value.toLowerCase() !== value.toLowerCase()) return false;
      element.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
      element.dispatchEvent(new Event('change', {bubbles: true}));
      return true;
    },

    /// Chooses options by value, label or index; the problem, or an empty text.
    select(element, wanted) {
      if (element.tagName !== 'SELECT') return {problem: 'is no <select>: click it, and then the option'};
      const options = [...element.options];
      const chosen = [];
      for (const one of wanted) {
        const option = options.find((it) => it.value === one || clean(it.label) === one) ?? (typeof one === 'number' ? options[one] : undefined);
        if (!option) return {problem: 'has no option ' + JSON.stringify(one) + '; it has ' + options.slice(0, 20).map((it) => JSON.stringify(clean(it.label))).join(', ')};
        if (option.disabled) return {problem: 'has the option ' + JSON.stringify(one) + ', which is disabled'};
        chosen.push(option);
      }
      if (!element.multiple && chosen.length !== 1) return {problem: 'takes exactly one option'};
      for (const option of options) option.selected = chosen.includes(option);
      element.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
      element.dispatchEvent(new Event('change', {bubbles: true}));
      return {problem: '', values: [...element.selectedOptions].map((option) => option.value)};
    },

    checked(element) {
      const control = checkable(element);
      if (control.tagName === 'INPUT' && /^(checkbox|radio)$/.test(control.type)) return String(control.checked);
      return CHECKED_ROLES.has(roleOf(control)) ? attribute(control, 'aria-checked') || 'false' : '';
    },

    /// What a user clicks to choose files for a field: the field itself or one of its labels; null when none is in reach.
    opener(field) {
      for (const one of [field, ...(field.labels ?? [])]) {
        if (!one.checkVisibility({visibilityProperty: true}) || disabled(one)) continue;
        one.scrollIntoViewIfNeeded();
        const [left, top, width, height] = rect(one);
        if (width < 1 || height < 1) continue;
        const hit = one.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
        if (hit && one.contains(hit)) return one;
      }
      return null;
    },

    /// Hands files to a field as its chooser does; what it holds after the page has heard of it, or the problem.
    give(field, files) {
      if (disabled(field)) return {problem: 'is disabled'};
      if (!field.multiple && files.length > 1) return {problem: 'takes one file only'};
      const all = new DataTransfer();
      for (const file of files) {
        const bytes = file.base64 === undefined ? file.text : Uint8Array.from(atob(file.base64), (c) => c.charCodeAt(0));
        all.items.add(new File([bytes], file.name, {type: file.type ?? ''}));
      }
      field.files = all.files;
      if (field.files.length !== files.length) return {problem: 'has not taken the files'};
      field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
      field.dispatchEvent(new Event('change', {bubbles: true}));
      return {problem: '', holds: field.files.length};
    },

    /// A number that differs when elements, their order, attributes, values or places of scrolling do; null where a
    /// page draws on a canvas, which it tells nothing of.
    appearance() {
      let hash = 0;
      let canvas = false;
      const add = (text) => { for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0; };
      const visit = (root) => {
        for (const element of root.querySelectorAll('*')) {
          if (element.tagName === 'CANVAS') canvas = true;
          if (element.scrollTop || element.scrollLeft) add(element.scrollTop + ' ' + element.scrollLeft);
          if (typeof element.value === 'string') add(element.value);
          if (element.checked) add('checked');
          if (element.shadowRoot) { add(element.shadowRoot.innerHTML); visit(element.shadowRoot); }
        }
      };
      if (document.documentElement) add(document.documentElement.outerHTML);
      visit(document);
      return canvas ? null : hash;
    },

    /// What the browser has measured of this document, in milliseconds; null for what has not happened.
    async vitals() {
      const read = (type, more) => new Promise((done) => {
        try {
          const observer = new PerformanceObserver((list) => { observer.disconnect(); done(list.getEntries()); });
          observer.observe({type, buffered: true, ...more});
          setTimeout(() => { const rest = observer.takeRecords(); observer.disconnect(); done(rest); }, 50);
        } catch { done([]); }
      });
      const [paints, shifts, events, long] = await Promise.all([
        read('largest-contentful-paint'), read('layout-shift'), read('event', {durationThreshold: 16}), read('longtask')]);
      const navigation = performance.getEntriesByType('navigation')[0];
      const first = performance.getEntriesByName('first-contentful-paint')[0];
      const round = (value) => Math.round(value * 10) / 10;
      const vitals = {ttfb: null, fcp: null, lcp: null, cls: 0, inp: null, domContentLoaded: null, load: null};
      const happened = (value) => (value > 0 ? round(value) : null);
      if (navigation) Object.assign(vitals, {ttfb: happened(navigation.responseStart), domContentLoaded: happened(navigation.domContentLoadedEventEnd), load: happened(navigation.loadEventEnd)});
      if (first) vitals.fcp = round(first.startTime);
      const largest = paints.at(-1);
      if (largest) Object.assign(vitals, {lcp: round(largest.startTime), lcpElement: largest.element ? describe(largest.element) : ''});
      // The largest run of shifts with less than 1 s between two and 5 s in all.
      let worst = 0, sum = 0, begun = -Infinity, previous = -Infinity;
      for (const shift of shifts) {
        if (shift.hadRecentInput) continue;
        if (shift.startTime - previous > 1000 || shift.startTime - begun > 5000) { sum = 0; begun = shift.startTime; }
        sum += shift.value;
        previous = shift.startTime;
        worst = Math.max(worst, sum);
      }
      vitals.cls = Math.round(worst * 10000) / 10000;
      const interactions = events.filter((event) => event.interactionId).map((event) => event.duration);
      if (interactions.length > 0) vitals.inp = Math.max(...interactions);
      vitals.longTasks = {count: long.length, total: round(long.reduce((all, task) => all + task.duration, 0))};
      const dom = {elements: 0, depth: 0, widest: 0};
      const measure = (root, depth) => {
        for (let one = root.firstElementChild; one; one = one.nextElementSibling) {
          dom.elements++;
          dom.depth = Math.max(dom.depth, depth);
          dom.widest = Math.max(dom.widest, one.childElementCount);
          if (depth < 2000) { measure(one, depth + 1); if (one.shadowRoot) measure(one.shadowRoot, depth + 1); }
        }
      };
      measure(document, 1);
      vitals.dom = dom;
      vitals.since = performance.timeOrigin;
      return vitals;
    },

    /// The page as lines; see docs/chrome.md, "page_snapshot".
    snapshot(root, depth, budget) {
      labelled = new Map();
      const parts = [];
      let text = '';
      let count = 0;
      let truncated = false;
      const add = (level, line) => {
        const whole = '  '.repeat(level) + line + '\n';
        budget -= whole.length;
        if (budget < 0) { truncated = true; return false; }
        text += whole;
        return true;
      };
      const quoted = (words) => JSON.stringify(words.length <= MAX_NAME ? words : words.slice(0, MAX_NAME) + '…');
      const visit = (node, level, said, pointer) => {
        if (truncated) return;
        if (node.nodeType === Node.TEXT_NODE) {
          const words = clean(node.data);
          if (words && !said.includes(words)) {
            if (level >= depth) return;
            add(level, '[text ' + quoted(words) + ']');
          }
          return;
        }
        if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName)) return;
        if (attribute(node, 'aria-hidden') === 'true' || (node.tagName !== 'OPTION' && node.tagName !== 'OPTGROUP' && !rendered(node))) return;
        let role = roleOf(node);
        const style = role === 'generic' ? getComputedStyle(node) : null;
        const points = style ? style.cursor === 'pointer' : false;
        if (role === 'generic' && ((points && !pointer) || node.tabIndex >= 0)) role = 'clickable';
        const named = role !== 'generic' || node.hasAttribute('aria-label') ? nameOf(node, role) : '';
        let inner = level;
        let known = said;
        if (role !== 'generic' || named) {
          if (level >= depth) return;
          const states = statesOf(node, role);
          const value = valueOf(node, role);
          if (value && value !== named) states.push('value=' + quoted(value));
          if (!add(level, '@e' + number(node) + ' [' + role + (named ? ' ' + quoted(named) : '') + ']' + (states.length ? ' (' + states.join(', ') + ')' : ''))) return;
          count++;
          inner = level + 1;
          known = named && (NAMED_BY_CONTENT.has(role) || NAMED_BY_PLAIN_TEXT.has(role)) ? named : value && role === 'textbox' ? value : '';
          if (role === 'Iframe') { parts.push(text, number(node), inner); text = ''; return; }
          if (node.tagName === 'SELECT' && !node.multiple && node.size <= 1 && node.options.length > 30) return;
          if (node.tagName === 'TEXTAREA' || node.tagName === 'svg') return;
        }
        for (const child of children(node)) visit(child, inner, known, pointer || points);
      };
      const top = root ?? document.body ?? document.documentElement;
      if (root) {
        visit(root, 0, '', false);
      } else if (document.documentElement) {
        add(0, '@e' + number(document.documentElement) + ' [WebArea' + (clean(document.title) ? ' ' + quoted(clean(document.title)) : '') + ']');
        count++;
        if (depth > 1 && top) for (const child of children(top)) visit(child, 1, '', false);
      }
      parts.push(text);
      return {parts, count, truncated, last};
    },
  };
})();
