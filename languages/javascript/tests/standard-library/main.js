const { builtinModules } = require('node:module')

const missing = builtinModules.filter((name) => {
  try {
    return require(name) === undefined
  } catch {
    return true
  }
})
console.log(builtinModules.length > 50, missing)
