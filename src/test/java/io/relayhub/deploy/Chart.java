package io.relayhub.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The chart in `helm/`, as Helm's own code renders it.
public final class Chart {
    public static final Path DIRECTORY = Path.of("helm/relayhub");
    private static final String KUBERNETES = "1.31.0";

    private final @Nullable Path values;

    /// @param values a file of values; null: the chart's own only
    public Chart(@Nullable Path values) {
        this.values = values;
    }

    static LintResult lint() {
        return new Helm(DIRECTORY).lint().strict().call();
    }

    /// The objects as they would be sent to Kubernetes, in maps and lists.
    ///
    /// @param set alternately a value's path and the value
    /// @throws IllegalStateException with Helm's words when it refuses
    public List<Map<String, Object>> render(String... set) {
        TemplateCommand template = new Helm(DIRECTORY)
                .template()
                .withName("hub")
                .withNamespace("relay")
                .withKubeVersion(KUBERNETES);
        if (values != null) {
            template.withValuesFile(values);
        }
        for (int i = 0; i < set.length; i += 2) {
            template.set(set[i], set[i + 1]);
        }
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object document : yaml().loadAll(template.call())) {
            if (document != null) {
                objects.add(map(document));
            }
        }
        return objects;
    }

    /// The one object of a kind with a name that ends so.
    static Map<String, Object> one(List<Map<String, Object>> objects, String kind, String nameEnd) {
        List<Map<String, Object>> found = objects.stream()
                .filter(object -> kind.equals(object.get("kind"))
                        && String.valueOf(at(object, "metadata", "name")).endsWith(nameEnd))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of the kind " + kind);
        }
        return found.getFirst();
    }

    /// The hub's `application.yml`.
    public static String configuration(List<Map<String, Object>> objects) {
        return (String) at(one(objects, "ConfigMap", "relayhub"), "data", "application.yml");
    }

    /// What stands below these keys.
    static Object at(Map<String, Object> object, String... keys) {
        Object here = object;
        for (String key : keys) {
            here = map(here).get(key);
            if (here == null) {
                throw new AssertionError("there is no " + key);
            }
        }
        return here;
    }

    @SuppressWarnings("unchecked") // of YAML, whose keys are strings here
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }
}
