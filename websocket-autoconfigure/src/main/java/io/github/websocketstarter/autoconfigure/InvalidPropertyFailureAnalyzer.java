package io.github.websocketstarter.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains a value that {@link WebSocketProperties} refuses, and where it is set. Comes
 * before Spring Boot's analyzer of bind failures, which names a class in place of the
 * property.
 */
@Order(0)
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

	private final @Nullable Environment environment;

	InvalidPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			InvalidConfigurationPropertyValueException cause) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(cause.getName());
		if (!WebSocketProperties.PREFIX.isAncestorOf(name)) {
			return null;
		}
		StringBuilder description = new StringBuilder(String.valueOf(cause.getReason())).append('.');
		ConfigurationProperty property = find(name);
		if (property != null) {
			description.append(String.format("%n%n    Property: %s%n    Value: \"%s\"%n    Origin: %s",
					property.getName(), property.getValue(), property.getOrigin()));
		}
		return new FailureAnalysis(description.toString(), "Correct the value of '" + list(name) + "'.", cause);
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		if (this.environment == null) {
			return null;
		}
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			// The entry of a list is a property of its own, or part of that of the list.
			ConfigurationProperty entry = source.getConfigurationProperty(name);
			ConfigurationProperty property = (entry != null) ? entry : source.getConfigurationProperty(list(name));
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static ConfigurationPropertyName list(ConfigurationPropertyName name) {
		return name.isLastElementIndexed() ? name.getParent() : name;
	}

}
