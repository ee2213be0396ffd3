// The machine file in CodeMirror: keys completed by the schema, what is wrong marked where it stands.
import { autocompletion } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { tags } from '@lezer/highlight';
import { basicSetup, EditorView } from 'codemirror';
import { keys, place, words } from './schema.js';

const theme = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'var(--paper)', color: 'var(--ink)', height: '100%' },
  '.cm-content': { caretColor: 'var(--ink)', fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--wash)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent) !important' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--wire)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--paper)' },
  '.cm-completionInfo': { maxWidth: '340px' },
  '.cm-diagnostic': { fontFamily: 'inherit', whiteSpace: 'normal', maxWidth: '520px' },
  '.cm-panels': { backgroundColor: 'var(--wash)', color: 'var(--ink)' },
});

/** Colours of the page, which follow light and dark. */
const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--published)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.content, tags.number, tags.bool, tags.null], color: 'var(--ink)' },
  { tag: [tags.punctuation, tags.separator, tags.meta, tags.brace, tags.squareBracket], color: 'var(--soft)' },
]);

/** An editor in a place; `changed` hears every change that a person makes. */
export function editor(parent, schema, changed) {
  const complete = context => {
    const at = place(context.state.doc.toString(), context.pos);
    if (!at || (!context.explicit && !at.typed && !at.isValue)) return null;
    const from = context.pos - at.typed.length;
    if (at.isValue) {
      const options = words(schema, at.path).map(label => ({ label, type: 'constant' }));
      return options.length ? { from, options } : null;
    }
    const line = context.state.doc.lineAt(context.pos);
    const indent = ' '.repeat(line.text.search(/\S|$/));
    return {
      from,
      options: keys(schema, at.path).map(key => ({
        label: key.name, type: 'property', detail: key.detail, info: key.description || undefined,
        apply: key.block && !at.inBraces ? `${key.name}:\n${indent}  ` : `${key.name}: `,
      })),
      validFor: /^[\w-]*$/,
    };
  };
  let silent = false;
  const view = new EditorView({
    parent,
    extensions: [
      syntaxHighlighting(colours), basicSetup, yaml(), lintGutter(), theme, EditorView.lineWrapping,
      autocompletion({ override: [complete] }),
      EditorView.contentAttributes.of({ 'aria-label': 'Machine file, YAML', tabindex: '0' }),
      EditorView.updateListener.of(update => { if (update.docChanged && !silent) changed(); }),
    ],
  });
  return {
    text: () => view.state.doc.toString(),
    set(text) {
      silent = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
      silent = false;
    },
    /** Marks diagnostics; those without a place stand at the first line. */
    mark(diagnostics) {
      const doc = view.state.doc;
      view.dispatch(setDiagnostics(view.state, diagnostics.map(d => {
        const line = doc.line(Math.min(doc.lines, Math.max(1, d.line)));
        const from = Math.min(line.to, line.from + Math.max(0, d.column - 1));
        const word = /^[^\s,:}\]]+/.exec(line.text.slice(from - line.from));
        return { from, to: d.line ? Math.max(from, Math.min(line.to, from + (word?.[0].length ?? 1))) : line.to, severity: 'error', message: d.key ? `${d.key}: ${d.message}` : d.message };
      })));
    },
    go(line, column) {
      const at = view.state.doc.line(Math.min(view.state.doc.lines, Math.max(1, line)));
      view.dispatch({ selection: { anchor: Math.min(at.to, at.from + Math.max(0, column - 1)) }, scrollIntoView: true });
      view.focus();
    },
  };
}
