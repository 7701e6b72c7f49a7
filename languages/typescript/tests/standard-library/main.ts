import { builtinModules } from 'node:module'

const load = async (name: string): Promise<string[]> => {
  try {
    await import(name.startsWith('node:') ? name : `node:${name}`)
    return []
  } catch {
    return [name]
  }
}

const missing = (await Promise.all(builtinModules.map(load))).flat()
console.log(builtinModules.length > 50, missing)
