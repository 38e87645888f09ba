/* The page of the editor: widgets for the shapes of our data files, and the backend that speaks to
 * `oit edit`. The same file serves a page beside a Git host, where Decap's own backend does the rest. */
'use strict';

// Read by Decap, which comes after this file.
window.CMS_MANUAL_INIT = true;

(async () => {
  const answer = await fetch('settings.json');
  const settings = await answer.json();
  if (!answer.ok) {
    document.body.textContent = settings.problems.map(({ message, remedy }) => `${message} → ${remedy}`).join('\n');
    return;
  }
  if (document.readyState === 'loading') {
    await new Promise((resolve) => { document.addEventListener('DOMContentLoaded', resolve); });
  }
  const { CMS, h, createClass } = window;
  const { config, words, phrases } = settings;

  // --- values: Decap holds them as Immutable lists and maps -------------------------------------

  const isList = (value) => Boolean(value) && typeof value.push === 'function' && typeof value.toJS === 'function';
  const isMap = (value) => Boolean(value) && typeof value.setIn === 'function' && !isList(value);
  const isBlank = (value) => value === undefined || value === null || value === '' || (isList(value) && value.size === 0);
  const isNone = (value) => isMap(value) && value.has('none') && value.size === 1;
  // Every field of the configuration is such a map itself, which is where an empty one comes from.
  const mapOf = (field, key, value) => field.clear().set(key, value);
  const listOf = (field, value) => field.toList().clear().push(value);

  const UNFIT = {};
  const isLocal = config.backend.name === 'oit';

  // --- widgets ------------------------------------------------------------------------------------

  function textArea(props, value, change, id) {
    const lines = value.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 80), 0);
    return h('textarea', {
      id,
      className: `oit-text ${props.classNameWrapper || ''}`,
      value,
      rows: Math.min(lines, 16),
      spellCheck: false,
      onChange: (event) => change(event.target.value),
      onFocus: props.setActiveStyle,
      onBlur: props.setInactiveStyle,
    });
  }

  /** The statement that there is nothing to report, in place of the value. */
  function noneBox(props) {
    const { field, value, onChange, forID } = props;
    return h('div', { className: 'oit-none' },
      h('label', { htmlFor: `${forID}-none` }, words.none_label),
      textArea({}, value.get('none') || '', (text) => onChange(mapOf(field, 'none', text)), `${forID}-none`),
      h('button', { type: 'button', className: 'oit-button', onClick: () => onChange('') }, words.fill_in));
  }

  function noneButton({ field, onChange }) {
    return h('button', {
      type: 'button',
      className: 'oit-button',
      onClick: () => onChange(mapOf(field, 'none', words.none_text)),
    }, words.state_none);
  }

  // --- the version of the data file -------------------------------------------------------------

  /* It goes with the values of the form, so that it is known also when the browser brings back what was
   * typed and not saved. A save makes a new one, which joins the values with the next change. (Decap compares
   * with what it loaded, not with what it saved: by its version a form that was changed back is still seen
   * to differ from what now stands in the file.) */
  const VERSION = '_version';
  let versionControl = null;
  let savedVersion = null;

  CMS.registerWidget('oit-version', createClass({
    isValid() { return true; },
    validate() {},
    componentDidMount() { versionControl = this; savedVersion = null; },
    componentWillUnmount() { if (versionControl === this) versionControl = null; },
    render() { return h('output', { id: this.props.forID, className: 'oit-version' }, this.props.entry.get('path')); },
  }));

  function touched() {
    if (savedVersion === null || versionControl === null) return;
    const version = savedVersion;
    savedVersion = null;
    versionControl.props.onChange(version);
  }

  /** A widget of Decap for values that the data file may write in several shapes.
   *
   * `adapt` gives the properties that differ, or UNFIT. What nobody changes stays as it was written. */
  function register(name, inner, adapt) {
    const Inner = typeof inner === 'string' ? CMS.getWidget(inner).control : inner;
    CMS.registerWidget(name, createClass({
      // Nothing is obligatory in the form, so there is nothing to validate here: the server does.
      isValid() { return true; },
      validate() {},
      focus(path) { if (this.inner && this.inner.focus) this.inner.focus(path); },
      keep(ref) { this.inner = ref; },
      onChange(...change) {
        touched();
        this.props.onChange(...change);
      },
      shouldComponentUpdate(next) {
        // Only a text has no parts that may want to follow something else than its value.
        return name !== 'oit-text' || next.value !== this.props.value
          || next.hasActiveStyle !== this.props.hasActiveStyle
          || next.isParentListCollapsed !== this.props.isParentListCollapsed;
      },
      render() {
        const { value, field, isParentListCollapsed } = this.props;
        // Of a long list only the entries that are unfolded are made.
        if (isParentListCollapsed) return null;
        const props = { ...this.props, onChange: this.onChange };
        if (isNone(value)) return noneBox(props);
        const adapted = adapt(value, props);
        if (adapted === UNFIT) return h('p', { className: 'oit-unfit', id: this.props.forID }, words.unfit);
        const control = h(Inner, { ...props, ...adapted, ref: this.keep });
        // Always inside the same element, or a list would forget what is unfolded.
        return h('div', {}, control, field.get('none') && isBlank(value) ? noneButton(props) : null);
      },
    }));
  }

  /** Keeps what is being typed to itself for a moment: a form with long lists is slow to follow each key. */
  const TextControl = createClass({
    getInitialState() { return { typed: null }; },
    componentWillUnmount() { this.hand(); },
    type(text) {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.hand, 250);
      this.setState({ typed: text });
    },
    hand() {
      clearTimeout(this.timer);
      if (this.state.typed === null) return;
      this.props.onChange(this.state.typed);
      this.setState({ typed: null });
    },
    leave() {
      this.hand();
      this.props.setInactiveStyle();
    },
    render() {
      const { typed } = this.state;
      const props = { ...this.props, setInactiveStyle: this.leave };
      return textArea(props, typed === null ? this.props.value : typed, this.type, this.props.forID);
    },
  });

  register('oit-text', TextControl, (value) => {
    if (isMap(value) || isList(value)) return UNFIT;
    return { value: isBlank(value) ? '' : String(value) };
  });

  register('oit-choice', 'select', (value, { field }) => {
    if (isMap(value) || isList(value)) return UNFIT;
    const options = field.get('options');
    if (isBlank(value) || options.some((each) => each.get('value') === value)) return { value: value || '' };
    // A wording of a document: shown as it stands, until another is chosen.
    const own = options.first().set('label', value).set('value', value);
    return { field: field.set('options', options.unshift(own)) };
  });

  const addressOf = (path) => `${location.pathname}api/file?${new URLSearchParams({ path })}`;

  /** Decap shows a picture only once it has been loaded for something else; ours has its address at once. */
  function localAsset(asset, path, entry) {
    const isLoaded = asset && asset.path !== 'empty.svg';
    const folder = entry.get('path').replace(/[^/]*$/, 'files/');
    return isLoaded || !path ? asset : addressOf(folder + path);
  }

  for (const kind of ['file', 'image']) {
    register(`oit-${kind}`, kind, (value, { onChange, getAsset, entry }) => {
      if (isList(value)) return UNFIT;
      const shown = isLocal ? { getAsset: (path, field) => localAsset(getAsset(path, field), path, entry) } : {};
      if (!isMap(value)) return { ...shown, value: value || '' };
      return { ...shown, value: value.get('file') || '', onChange: (path) => onChange(value.set('file', path)) };
    });
  }

  register('oit-object', 'object', (value, { field, onChange }) => {
    if (isList(value)) return UNFIT;
    const first = field.get('fields').first().get('name');
    const shown = isMap(value) ? value : isBlank(value) ? field.clear() : mapOf(field, first, value);
    // Decap's own takes the value of the field as it stands in the file.
    return {
      value: shown,
      onChangeObject: (child, part, metadata) => onChange(shown.set(child.get('name'), part), metadata),
    };
  });

  register('oit-list', 'list', (value, { field }) => {
    const list = isList(value) ? value : isBlank(value) ? undefined : listOf(field, value);
    if (!list) return { value: undefined };
    if (!field.has('fields')) return list.some((item) => isMap(item) || isList(item)) ? UNFIT : { value: list };
    const first = field.get('fields').first().get('name');
    if (list.some(isList)) return UNFIT;
    return { value: list.every(isMap) ? list : list.map((item) => (isMap(item) ? item : mapOf(field, first, item))) };
  });

  // --- messages -----------------------------------------------------------------------------------

  const panel = document.getElementById('oit-problems');

  function element(name, text, ...children) {
    const made = document.createElement(name);
    made.append(text, ...children);
    return made;
  }

  function tell(heading, problems) {
    const close = element('button', words.close);
    close.className = 'oit-button';
    close.addEventListener('click', () => { panel.hidden = true; });
    panel.replaceChildren(
      element('h2', heading),
      element('ul', '', ...problems.map(({ place, message, remedy }) =>
        element('li', '', element('b', place), message, document.createElement('br'), `→ ${remedy}`))),
      close);
    panel.hidden = false;
  }

  class Refused extends Error {
    constructor(problems, status) {
      super(problems.map(({ place, message, remedy }) => `${place}: ${message} → ${remedy}`).join(' · '));
      this.problems = problems;
      this.status = status;
    }

    toString() { return this.message; }
  }

  // --- the backend of the local folder ------------------------------------------------------------

  async function ask(path, parameters, options) {
    let answer;
    try {
      answer = await fetch(`${path}?${new URLSearchParams(parameters)}`, options);
    } catch {
      throw new Refused([{ place: 'oit edit', message: words.unreachable, remedy: '' }], 0);
    }
    const found = await answer.json();
    if (!answer.ok) throw new Refused(found.problems, answer.status);
    return found;
  }


  function mediaFile({ path, size }) {
    const url = addressOf(path);
    return { id: path, name: path.split('/').pop(), path, size, url, displayURL: url };
  }

  const SignedIn = createClass({
    componentDidMount() { this.props.onLogin({}); },
    render() { return null; },
  });

  class LocalBackend {
    isGitBackend() { return false; }
    status() { return Promise.resolve({ auth: { status: true }, api: { status: true, statusPage: '' } }); }
    authComponent() { return SignedIn; }
    restoreUser() { return this.authenticate(); }
    authenticate() { return Promise.resolve({ name: settings.agency, login: 'oit' }); }
    logout() { return null; }
    getToken() { return Promise.resolve(''); }
    entriesByFolder() { return Promise.resolve([]); }

    async getEntry(path) {
      panel.hidden = true;
      try {
        return await this.entry(path);
      } catch (error) {
        if (error instanceof Refused) tell(words.unreadable, error.problems);
        throw error;
      }
    }

    async entry(path) {
      const { values, version } = await ask('api/entry', { file: path });
      return { file: { path, id: path }, data: JSON.stringify({ ...values, [VERSION]: version }) };
    }

    /** For the list: one file that cannot be read must not hide the others. */
    entriesByFiles(files) {
      return Promise.all(files.map(async (file) => {
        const { data } = await this.entry(file.path).catch(() => ({ data: '{}' }));
        return { data, file: { ...file, id: file.path } };
      }));
    }

    async persistEntry({ dataFiles, assets }) {
      try {
        for (const asset of assets) await this.persistMedia(asset);
        for (const { path, raw } of dataFiles) await this.save(path, JSON.parse(raw));
      } catch (error) {
        if (error instanceof Refused) tell(words.problems, error.problems);
        throw error;
      }
      panel.hidden = true;
    }

    async save(path, { [VERSION]: version, ...values }) {
      const saved = await ask('api/entry', { file: path }, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ values, version }),
      });
      savedVersion = saved.version;
    }

    async getMedia(folder) {
      if (!folder) return [];
      return (await ask('api/files', { folder })).map(mediaFile);
    }

    getMediaFile(path) { return Promise.resolve(mediaFile({ path, size: 0 })); }

    async persistMedia({ path, fileObj }) {
      await ask('api/file', { path }, { method: 'PUT', body: fileObj });
      return mediaFile({ path, size: fileObj.size });
    }

    deleteFiles() { return Promise.reject(new Error(words.no_delete)); }
  }

  CMS.registerBackend('oit', LocalBackend);

  // --- Decap's own words --------------------------------------------------------------------------

  function merged(base, more) {
    const found = { ...base };
    for (const [key, value] of Object.entries(more)) {
      found[key] = typeof value === 'string' ? value : merged(found[key], value);
    }
    return found;
  }

  if (config.locale === 'th') {
    CMS.registerLocale('th', merged(merged(CMS.getLocale('en'), CMS.getLocale('th')), phrases));
  }
  // Decap asks in English whether a file may be replaced; what is published is never replaced here.
  const confirmed = window.confirm.bind(window);
  window.confirm = (question) => {
    const found = /^(.*) already exists\. Do you want to replace it\?$/.exec(question);
    if (!found) return confirmed(question);
    window.alert(words.same_name.replace('{name}', found[1]));
    return false;
  };

  // The name of a folded entry unfolds it, not the small arrow above it alone.
  document.addEventListener('click', ({ target }) => {
    const label = target.closest('[class*="NestedObjectLabel"]');
    const bar = label && label.previousElementSibling;
    const arrow = bar && bar.querySelector('button');
    if (arrow) arrow.click();
  });

  // From one item straight to another Decap keeps the form of the first.
  window.addEventListener('hashchange', ({ oldURL, newURL }) => {
    if (oldURL.includes('/entries/') && newURL.includes('/entries/')) location.reload();
  });

  document.title = `${words.title} · ${settings.agency}`;
  document.documentElement.lang = config.locale;
  // What another agency's folder left in this browser is not offered here.
  if (isLocal && localStorage.getItem('oit-agency') !== settings.agency) {
    indexedDB.deleteDatabase('localforage');
    localStorage.setItem('oit-agency', settings.agency);
  }
  CMS.init({ config });
})();
