import java.util.ArrayList;
import java.util.List;

class Main {
    public static void main(String[] args) {
        List<String> missing = new ArrayList<>();
        for (String name : new String[] {
            "java.util.logging.Logger", "java.net.HttpURLConnection", "java.sql.Connection", "javax.xml.parsers.SAXParser",
            "java.util.prefs.Preferences", "java.rmi.Remote", "javax.script.ScriptEngineManager", "javax.naming.Context",
            "javax.management.MBeanServer", "java.lang.instrument.Instrumentation", "javax.security.auth.Subject",
            "org.ietf.jgss.GSSManager", "javax.tools.ToolProvider", "java.awt.geom.Point2D", "java.awt.image.BufferedImage",
            "javax.swing.text.Document", "java.beans.PropertyChangeSupport", "java.util.concurrent.CompletableFuture",
            "java.util.stream.Stream", "java.time.LocalDate", "java.util.zip.GZIPOutputStream", "java.util.jar.JarFile",
            "javax.crypto.Cipher", "javax.xml.bind.JAXBContext", "javax.jws.WebService", "org.omg.CORBA.ORB"
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
