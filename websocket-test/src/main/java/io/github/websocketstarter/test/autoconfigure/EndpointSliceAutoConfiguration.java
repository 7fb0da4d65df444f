package io.github.websocketstarter.test.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Makes an application that has only some of its endpoints start with the properties of
 * all.
 */
@AutoConfiguration
final class EndpointSliceAutoConfiguration {

	private static final String NAMES_CHECK = "webSocketStarterEndpointNamesCheck";

	private EndpointSliceAutoConfiguration() {
	}

	@Bean
	static BeanDefinitionRegistryPostProcessor webSocketStarterEndpointNamesCheckRemoval() {
		return new BeanDefinitionRegistryPostProcessor() {
			@Override
			public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
				if (registry.containsBeanDefinition(NAMES_CHECK)) {
					registry.removeBeanDefinition(NAMES_CHECK);
				}
			}

			@Override
			public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
				// the definitions are enough
			}
		};
	}

}
