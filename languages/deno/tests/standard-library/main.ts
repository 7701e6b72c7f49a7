import { builtinModules } from 'node:module'

const missing: string[] = []
for (const name of builtinModules) {
  try {
    await import(name.startsWith('node:') ? name : `node:${name}`)
  } catch {
    missing.push(name)
  }
}
console.log(builtinModules.length > 50, missing)
