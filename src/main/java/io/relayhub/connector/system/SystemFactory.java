package io.relayhub.connector.system;

import io.relayhub.connector.spi.Provider;
import io.relayhub.connector.spi.ProviderFactory;
import io.relayhub.connector.spi.ProviderOptions;

/// Opens the `system` provider; it has no options.
public final class SystemFactory implements ProviderFactory {
    @Override
    public String name() {
        return "system";
    }

    @Override
    public Provider open(ProviderOptions options) {
        return new SystemProvider();
    }
}
