axios = require 'axios'
