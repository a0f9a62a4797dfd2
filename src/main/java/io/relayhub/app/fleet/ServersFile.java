package io.relayhub.app.fleet;

import io.relayhub.fleet.roster.ConfiguredServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/// The file of `relayhub.fleet.servers-file`: YAML, of which JSON is a part, with one list `servers`. Blocks: for a
/// platform thread.
final class ServersFile {
    /// What tells one state of the file from another.
    ///
    /// @param key the file behind a link; null where the file system has none
    record State(FileTime modified, long size, @Nullable Object key) {}

    private static final long LARGEST = 16L * 1024 * 1024;
    private static final String LIST = "servers";
    private static final Pattern FIELD = Pattern.compile("servers\\[(\\d{1,6})]\\.(.+)");

    private final Path path;
    private final ServerList list;
    private volatile @Nullable State read;

    ServersFile(Path path, ServerList list) {
        this.path = path;
        this.list = list;
    }

    Path path() {
        return path;
    }

    /// @throws IOException when there is no such file, or it cannot be looked at
    State state() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    /// The state that [#read] has found last; null before.
    @Nullable
    State lastRead() {
        return read;
    }

    /// @throws IOException              when it cannot be read
    /// @throws IllegalArgumentException with a sentence that begins with the field's place, and no secret in it
    List<ConfiguredServer> read() throws IOException {
        // Before the content: what changes meanwhile is then found to be new.
        State now = state();
        read = now;
        if (now.size() > LARGEST) {
            throw new IllegalArgumentException("the file is larger than 16 MB");
        }
        return list.of(LIST, entries(Files.readAllBytes(path)));
    }

    private static List<ServerProperties> entries(byte[] content) throws IOException {
        List<PropertySource<?>> documents;
        try {
            documents = new YamlPropertySourceLoader().load("servers", new ByteArrayResource(content));
        } catch (RuntimeException malformed) {
            // Without the cause: its message quotes the file, which has secrets.
            throw new IllegalArgumentException("the file is no YAML" + line(malformed));
        }
        Map<Integer, Map<String, String>> entries = new TreeMap<>();
        boolean any = false;
        for (PropertySource<?> document : documents) {
            if (document instanceof EnumerablePropertySource<?> values) {
                for (String name : values.getPropertyNames()) {
                    any |= put(name, Objects.toString(values.getProperty(name), ""), entries);
                }
            }
        }
        if (!any) {
            throw new IllegalArgumentException("servers is missing: the file needs one list of that name");
        }
        List<ServerProperties> servers = new ArrayList<>();
        entries.forEach((place, fields) -> servers.add(new ServerProperties(
                fields.getOrDefault("id", ""),
                fields.getOrDefault("name", ""),
                fields.get("secret"),
                fields.get("sha256"),
                fields.getOrDefault("group", ""),
                fields.getOrDefault("country-code", ""))));
        return servers;
    }

    /// @return whether this belongs to the list
    private static boolean put(String name, String value, Map<Integer, Map<String, String>> entries) {
        if (name.equals(LIST)) {
            if (!value.isEmpty()) {
                throw new IllegalArgumentException("servers is no list");
            }
            return true;
        }
        Matcher field = FIELD.matcher(name);
        if (!field.matches()) {
            if (name.startsWith(LIST + "[") || name.startsWith(LIST + ".")) {
                throw new IllegalArgumentException(name.replaceAll("=.*", "") + " is no field of a server");
            }
            return false;
        }
        String key = field.group(2).equals("countryCode") ? "country-code" : field.group(2);
        switch (key) {
            case "id", "name", "secret", "sha256", "group", "country-code" ->
                entries.computeIfAbsent(Integer.valueOf(field.group(1)), place -> new HashMap<>())
                        .put(key, value);
            default ->
                throw new IllegalArgumentException("servers[" + field.group(1) + "]." + key
                        + " is no field of a server: it has id, name, secret, sha256, group and country-code");
        }
        return true;
    }

    private static String line(RuntimeException malformed) {
        Matcher line = Pattern.compile("line (\\d+), column (\\d+)").matcher(String.valueOf(malformed.getMessage()));
        return line.find() ? " (line " + line.group(1) + ", column " + line.group(2) + ")" : "";
    }
}
