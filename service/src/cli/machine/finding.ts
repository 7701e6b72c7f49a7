/** One line of `sandrun doctor`. */
export interface Finding {
  state: 'good' | 'note' | 'bad'
  what: string
  fix?: string
}
