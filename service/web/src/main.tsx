import { render } from 'preact'
import { App } from './app.ts'
import { lawfulStyles } from './lawful-styles.ts'
import { Page } from './ui/page.tsx'

const root = document.querySelector('#app')
if (root === null) throw new Error('The document lacks #app.')
lawfulStyles(document)
const app = new App()
render(<Page app={app} />, root)
await app.load()
