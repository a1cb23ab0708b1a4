/// What the scripts of all pages share.
enum PageScript {
    static let text = #"""
        const data = JSON.parse(document.getElementById('data').textContent);
        const at = id => document.getElementById(id);

        // Characters that nobody sees, or that turn others around, are shown by their numbers.
        const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
        const numbered = c => '\\u{' + c.codePointAt(0).toString(16).toUpperCase() + '}';
        const shown = text => String(text).replace(unseen, numbered);

        function fill(made, attributes, children) {
          for (const [name, value] of Object.entries(attributes || {})) {
            if (name === 'onclick') made.addEventListener('click', value);
            else if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value);
          }
          for (const child of children.flat(3)) {
            if (child === undefined || child === null || child === false) continue;
            made.append(child instanceof Node ? child : shown(child));
          }
          return made;
        }
        const make = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
        const draw = (name, attributes, ...children) =>
          fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

        // A list in which the arrow keys choose; `changed` is told of what was chosen.
        class Chooser {
          constructor(list, changed) {
            this.list = list;
            this.changed = changed;
            this.chosen = null;
            list.addEventListener('keydown', event => this.key(event));
            list.addEventListener('click', event => {
              const option = event.target.closest('[role=option]');
              if (option) this.choose(option);
            });
          }
          get options() { return [...this.list.querySelectorAll('[role=option]:not([hidden])')]; }
          key(event) {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
            if (!(event.key in steps)) return;
            event.preventDefault();
            const options = this.options;
            if (!options.length) return;
            const place = options.indexOf(this.chosen) + steps[event.key];
            this.choose(options[Math.max(0, Math.min(options.length - 1, place))]);
          }
          choose(option, block = 'nearest') {
            if (this.chosen) this.chosen.setAttribute('aria-selected', 'false');
            this.chosen = option;
            option.setAttribute('aria-selected', 'true');
            this.list.setAttribute('aria-activedescendant', option.id);
            option.scrollIntoView({ block });
            this.changed(option);
          }
        }

        // The choice is in the address, so that a link leads to it; some browsers refuse who writes it too often.
        function remember(key) {
          try { history.replaceState(null, '', '#' + encodeURIComponent(key)); } catch { /* it stays as it is */ }
        }
        function remembered() {
          try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; }
        }

        // The slash goes to the search, Escape back to the list.
        function searchBy(field, list, search) {
          field.addEventListener('input', () => search(field.value.trim().toLowerCase()));
          field.addEventListener('keydown', event => {
            if (event.key !== 'Escape') return;
            field.value = '';
            search('');
            list.focus();
          });
          document.addEventListener('keydown', event => {
            if (event.key !== '/' || event.ctrlKey || event.metaKey) return;
            if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
            event.preventDefault();
            field.focus();
            field.select();
          });
        }

        function section(title, ...children) {
          const inner = children.flat(3).filter(child => child);
          return inner.length ? [make('h3', {}, title), inner] : [];
        }
        const statements = list => list.map(sql => /;\s*$|^--/.test(sql) ? sql : sql + ';').join('\n');
        const count = (number, word) => number + ' ' + word + (number === 1 ? '' : 's');

        for (const remark of data.remarks || []) at('remarks').append(make('li', {}, remark));

        """#
}
