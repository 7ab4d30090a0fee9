import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node over the home folder given (config/elasticsearch.yml, modules/transport-netty4/, plugins/),
 * until SIGTERM or until standard input ends: a node never outlives the process that started it.
 */
public final class LoopbackNode {
    private LoopbackNode() {}

    public static void main(String[] args) throws IOException {
        try {
            Node node = open(Path.of(args[0]).toAbsolutePath());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close"));
            node.start();
        } catch (Exception failure) {
            // The starter shows the last line that begins like this; half a node has threads of its own, hence the exit.
            failure.printStackTrace();
            System.err.println("failed: " + root(failure).getMessage());
            System.exit(1);
        }
        while (System.in.read() >= 0) {
            // Nothing is ever said here; what counts is the end.
        }
        System.exit(0);
    }

    private static Node open(Path home) {
        System.setProperty("es.logs.base_path", home.resolve("logs").toString());
        LogConfigurator.registerErrorListener();
        // Before anything touches x-content, whose provider's loader needs a logger.
        LogConfigurator.configureESLogging();
        LogConfigurator.loadLog4jPlugins();
        Settings start = Settings.builder().put("path.home", home.toString()).build();
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(start, Map.of(), home.resolve("config"), () -> "node");
        LogConfigurator.configureWithoutConfig(environment.settings());
        return new Node(environment, plugins(environment));
    }

    private static PluginsLoader plugins(Environment environment) {
        return PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of());
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (IOException failure) {
            failure.printStackTrace();
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
