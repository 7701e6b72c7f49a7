console.log "#{'x'.repeat 300000} the end"
process.exit()
