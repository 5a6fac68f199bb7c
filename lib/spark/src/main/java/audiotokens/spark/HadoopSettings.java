package audiotokens.spark;

import audiotokens.pipeline.config.Configuration;
import java.io.File;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The settings of Hadoop's clients: those in {@code core-site.xml} and {@code hdfs-site.xml} of
 * {@code HADOOP_CONF_DIR}, overridden by the settings {@code spark.hadoop.*} of the Spark application and of the run.
 */
final class HadoopSettings {
    private HadoopSettings() {}

    static org.apache.hadoop.conf.Configuration of(Configuration configuration) {
        SparkEnv environment = SparkEnv.get();
        SparkConf settings = environment == null
                ? SparkSettings.of(configuration)
                : environment.conf().clone();
        configuration.execution().sparkSettings().forEach(settings::set);
        try (ClassLoaderScope scope = ClassLoaderScope.enter()) {
            org.apache.hadoop.conf.Configuration hadoop = SparkHadoopUtil.get().newConfiguration(settings);
            hadoop.setClassLoader(HadoopSettings.class.getClassLoader());
            String folder = System.getenv("HADOOP_CONF_DIR");
            if (folder != null) {
                for (String name : new String[] {"core-site.xml", "hdfs-site.xml"}) {
                    File file = new File(folder, name);
                    if (file.exists()) {
                        hadoop.addResource(new org.apache.hadoop.fs.Path(file.toURI()));
                    }
                }
                SparkHadoopUtil.get().appendSparkHadoopConfigs(settings, hadoop);
            }
            S3Defaults.apply(hadoop);
            return hadoop;
        }
    }
}
