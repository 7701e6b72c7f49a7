def names = '''
groovy.json.JsonSlurper groovy.json.JsonOutput groovy.util.XmlSlurper groovy.util.XmlParser groovy.xml.MarkupBuilder groovy.sql.Sql
groovy.transform.Canonical groovy.util.Expando groovy.lang.GString groovy.time.TimeCategory groovy.text.SimpleTemplateEngine
java.net.http.HttpClient java.sql.Connection java.time.LocalDate java.util.concurrent.ForkJoinPool java.util.logging.Logger
java.util.stream.Stream javax.crypto.Cipher javax.script.ScriptEngineManager javax.xml.parsers.SAXParser
'''.split()
def missing = names.findAll { name ->
    try {
        Class.forName(name)
        false
    } catch (ClassNotFoundException gone) {
        true
    }
}
println "${names.size() > 15} $missing"
