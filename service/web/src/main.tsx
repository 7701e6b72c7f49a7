import { render } from 'preact'
import { App } from './app.ts'
import { EmbedPage } from './ui/embed-page.tsx'
import { allowStyles } from './nonce-styles.ts'
import { Page } from './ui/page.tsx'

const root = document.querySelector('#app')
if (root === null) throw new Error('The document lacks #app.')
allowStyles(document)
const app = new App()
render(app.isEmbedded ? <EmbedPage app={app} /> : <Page app={app} />, root)
await app.load()
