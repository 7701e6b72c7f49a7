import java.lang.module.ModuleFinder;

class Main {
    public static void main(String[] args) throws Exception {
        var missing = new java.util.ArrayList<String>();
        for (String name : new String[] {
            "java.util.logging.Logger", "java.net.http.HttpClient", "java.sql.Connection", "javax.xml.parsers.SAXParser",
            "java.util.prefs.Preferences", "java.rmi.Remote", "javax.script.ScriptEngineManager", "javax.naming.Context",
            "javax.management.MBeanServer", "java.lang.instrument.Instrumentation", "javax.security.auth.Subject",
            "org.ietf.jgss.GSSManager", "javax.smartcardio.Card", "javax.tools.ToolProvider", "java.awt.geom.Point2D",
            "java.awt.image.BufferedImage", "javax.swing.text.Document", "java.beans.PropertyChangeSupport",
            "java.util.concurrent.Flow", "java.util.zip.GZIPOutputStream", "java.util.jar.JarFile", "javax.crypto.Cipher"
        }) {
            try {
                Class.forName(name);
            } catch (ClassNotFoundException gone) {
                missing.add(name);
            }
        }
        System.out.println(missing);
    }
}
