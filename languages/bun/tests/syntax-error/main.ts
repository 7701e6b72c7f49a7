console.log('never seen')

const = 1
