{ builtinModules } = require 'module'

missing = (name for name in builtinModules when not require name)
console.log builtinModules.length > 50, missing
