import lib.Greeting

println new Greeting(name: 'Ada')
