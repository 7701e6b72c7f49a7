import { Compartment, type Extension } from '@codemirror/state'
import { type EditorView, keymap } from '@codemirror/view'

/** Find and replace, loaded at first use. */
export function searchOnDemand(): Extension {
  const search = new Compartment()
  const open = async (view: EditorView): Promise<void> => {
    const library = await import('@codemirror/search')
    view.dispatch({ effects: search.reconfigure([library.search({ top: true }), keymap.of(library.searchKeymap)]) })
    library.openSearchPanel(view)
  }
  const run = (view: EditorView): boolean => {
    void open(view)
    return true
  }
  return search.of(keymap.of([{ key: 'Mod-f', run }]))
}
