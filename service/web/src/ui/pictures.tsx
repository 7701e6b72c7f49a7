import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../app.ts'

/** The program's pictures, each with a download link. */
export function Pictures({ app }: { app: App }): JSX.Element | null {
  const shown = useComputed(() =>
    app.pictures.value.map(({ path, image }) => ({ path, url: URL.createObjectURL(image) })),
  )
  const { value } = shown
  useEffect(() => () => value.forEach(({ url }) => URL.revokeObjectURL(url)), [value])
  if (value.length === 0) return null
  return (
    <ul class="pictures" aria-label="Pictures">
      {value.map(({ path, url }) => (
        <li key={path}>
          <a href={url} download={path.slice(path.lastIndexOf('/') + 1)} title={`Download ${path}`}>
            <img src={url} alt={`${path}, written by the program`} />
            <span>{path}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
