package io.relayhub.connector;

import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderException;
import io.relayhub.connector.spi.ProviderFactory;
import io.relayhub.connector.spi.ProviderOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The providers that are on the class path.
public final class ProviderSet {
    private final Map<String, ProviderFactory> factories = new TreeMap<>();

    private ProviderSet(Iterable<ProviderFactory> found) {
        for (ProviderFactory factory : found) {
            factories.put(factory.name(), factory);
        }
    }

    public static ProviderSet installed() {
        return new ProviderSet(ServiceLoader.load(ProviderFactory.class));
    }

    public List<String> names() {
        return List.copyOf(factories.keySet());
    }

    /// Looks at the options of providers before any of them is opened.
    ///
    /// @throws ProviderException when a name is unknown or an option makes no sense
    public void check(List<String> names, ProviderOptions options) throws ProviderException {
        for (String name : names) {
            factory(name).check(options);
        }
    }

    /// Opens providers, all or none.
    ///
    /// @param names in order of preference
    /// @return in the same order
    /// @throws ProviderException when a name is unknown or a provider does not open
    public Map<String, Provider> open(List<String> names, ProviderOptions options) throws ProviderException {
        Map<String, Provider> opened = new LinkedHashMap<>();
        try {
            for (String name : names) {
                ProviderFactory factory = factory(name);
                if (!opened.containsKey(name)) {
                    opened.put(name, factory.open(options));
                }
            }
            return opened;
        } catch (ProviderException e) {
            opened.values().forEach(Provider::close);
            throw e;
        }
    }

    private ProviderFactory factory(String name) throws ProviderException {
        ProviderFactory factory = factories.get(name);
        if (factory == null) {
            throw new ProviderException(
                    "there is no provider '" + name + "'; there are " + String.join(", ", factories.keySet()));
        }
        return factory;
    }
}
