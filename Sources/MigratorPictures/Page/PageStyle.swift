/// How all pages look, by day, by night and on paper.
enum PageStyle {
    static let text = #"""
        :root {
          --ground: #ffffff; --raised: #f5f6f8; --line: #c9ced6; --text: #1b1f26; --faint: #596270; --accent: #1a56b8;
          --chosen: #dce8fb; --good: #17692f; --goodfill: #d3f0dc; --bad: #a8201a; --badfill: #fbdcda;
          --care: #7a5200; --carefill: #fdf0c4;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #15181d; --raised: #1f242b; --line: #3c444f; --text: #e6e9ee; --faint: #a2acb9; --accent: #84b4ff;
            --chosen: #243a5e; --good: #7fd69a; --goodfill: #16402a; --bad: #ff9d97; --badfill: #5a201d;
            --care: #f0c860; --carefill: #4a3a0c;
          }
        }
        * { box-sizing: border-box; }
        html, body { height: 100%; margin: 0; }
        body { display: flex; flex-direction: column; background: var(--ground); color: var(--text);
          font: 14px/1.45 system-ui, sans-serif; }
        header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 8px 14px;
          border-bottom: 1px solid var(--line); background: var(--raised); }
        h1 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 15px; margin: 0 0 6px; overflow-wrap: anywhere; unicode-bidi: isolate; }
        h3 { font-size: 13px; margin: 16px 0 4px; color: var(--faint); }
        code, pre, .name { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 12px;
          unicode-bidi: isolate; }
        pre { margin: 4px 0; padding: 8px; background: var(--raised); border: 1px solid var(--line); border-radius: 4px;
          white-space: pre-wrap; overflow-wrap: anywhere; }
        input, select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line);
          border-radius: 4px; padding: 3px 7px; }
        button { cursor: pointer; }
        button.link { border: 0; padding: 0; background: none; color: var(--accent); text-decoration: underline;
          text-align: left; overflow-wrap: anywhere; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
        main { flex: 1; min-height: 0; display: flex; }
        main > * { overflow: auto; min-width: 0; }
        #detail { padding: 12px 14px; border-left: 1px solid var(--line); }
        #found { color: var(--faint); min-width: 5em; }
        .legend { display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 0 0 0 auto; padding: 0; list-style: none;
          color: var(--faint); font-size: 12px; }
        .remarks { margin: 0; padding: 6px 14px; list-style: none; background: var(--carefill); color: var(--care); }
        .remarks:empty { display: none; }
        [role=listbox] { list-style: none; margin: 0; padding: 0; }
        [role=option] { cursor: pointer; }
        [role=option][aria-selected=true] { background: var(--chosen); }
        [role=listbox]:focus-visible { outline: none; }
        [role=listbox]:focus-visible [aria-selected=true] { box-shadow: inset 3px 0 var(--accent); }
        input[type=search] { width: 17em; }
        .badge { border: 1px solid var(--line); border-radius: 8px; padding: 0 6px; font-size: 11px;
          color: var(--faint); unicode-bidi: isolate; }
        .good { color: var(--good); } .bad { color: var(--bad); } .care { color: var(--care); }
        .faint { color: var(--faint); font-size: 12px; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 10px; margin: 0; }
        dt { color: var(--faint); }
        dd { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
        table { border-collapse: collapse; width: 100%; font-size: 12px; }
        th { text-align: left; color: var(--faint); font-weight: normal; white-space: nowrap; }
        th, td { padding: 2px 8px 2px 0; border-bottom: 1px solid var(--line); vertical-align: top;
          overflow-wrap: anywhere; unicode-bidi: isolate; }
        details > ul, aside ul { margin: 4px 0; padding-left: 18px; }
        summary { cursor: pointer; color: var(--faint); }
        kbd { border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; font-size: 11px; }
        footer { padding: 3px 14px; border-top: 1px solid var(--line); color: var(--faint); font-size: 12px; }
        @media (max-width: 760px) {
          main { flex-direction: column; }
          #detail { border-left: 0; border-top: 1px solid; }
        }
        @media print {
          html, body, main { height: auto; display: block; overflow: visible; }
          main > * { overflow: visible !important; width: auto !important; max-width: none !important; }
          input, select, button:not(.link), footer, label, #found { display: none !important; }
          header { background: none; }
          #detail { border: 0; }
          pre { break-inside: avoid; }
        }

        """#
}
