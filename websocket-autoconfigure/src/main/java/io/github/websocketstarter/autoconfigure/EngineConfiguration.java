package io.github.websocketstarter.autoconfigure;

import java.util.concurrent.Executor;

import io.github.websocketstarter.WebSocketUpgrade;
import io.github.websocketstarter.broadcast.ConnectionRegistry;
import io.github.websocketstarter.broadcast.WebSocketConnections;
import io.github.websocketstarter.broadcast.WebSocketGroups;
import io.github.websocketstarter.codec.WebSocketCodecs;
import io.github.websocketstarter.endpoint.CallSettings;
import io.github.websocketstarter.endpoint.WebSocketEndpointHandlerMapping;
import io.github.websocketstarter.endpoint.WebSocketEndpoints;
import io.github.websocketstarter.upgrade.EngineWebSocketService;
import io.github.websocketstarter.upgrade.WebSocketAcceptor;
import io.github.websocketstarter.upgrade.WebSocketUpgrades;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.log.LogMessage;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

/**
 * The engine and all ways to it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(HttpServer.class)
@Conditional(EngineSwitch.On.class)
@EnableConfigurationProperties(WebSocketProperties.class)
class EngineConfiguration {

	/** Before an adapter that an application declares (2) and the framework's own (3). */
	private static final int ADAPTER_ORDER = 1;

	private static final Log logger = LogFactory.getLog(WebSocketAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	ConnectionRegistry webSocketStarterConnectionRegistry(WebSocketProperties properties) {
		return new ConnectionRegistry(properties.maxGroups());
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketAcceptor webSocketStarterAcceptor(WebSocketProperties properties, ConnectionRegistry connections) {
		logger.debug(LogMessage.format("Effective settings: %s", properties));
		return new WebSocketAcceptor(properties.settings(), properties.origins(), properties.connectionLimits(),
				properties.proxies(), properties.outbound().budgetBytes(), connections);
	}

	@Bean
	@ConditionalOnMissingBean(WebSocketService.class)
	EngineWebSocketService webSocketStarterService(WebSocketAcceptor acceptor) {
		return new EngineWebSocketService(acceptor);
	}

	@Bean
	@Nullable WebSocketHandlerAdapter webSocketStarterPlainHandlerAdapter(ObjectProvider<WebSocketService> services,
			ObjectProvider<WebFluxConfigurer> configurers) {
		WebSocketService service = services.getIfUnique();
		boolean ownBean = !(service instanceof EngineWebSocketService);
		boolean configured = configurers.stream().anyMatch((configurer) -> configurer.getWebSocketService() != null);
		if (ownBean || configured) {
			logger.info("Plain WebSocketHandlers are left to the application's own WebSocketService: "
					+ "the 'websocket.*' properties do not apply to them");
		}
		if (service == null || (configured && !ownBean)) {
			return null;
		}
		WebSocketHandlerAdapter adapter = new WebSocketHandlerAdapter(service);
		adapter.setOrder(ADAPTER_ORDER);
		return adapter;
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketUpgrade.Factory webSocketStarterUpgrades(WebSocketAcceptor acceptor, OpenOriginsWarning warning) {
		WebSocketUpgrades upgrades = new WebSocketUpgrades(acceptor);
		return (exchange) -> {
			warning.give();
			return upgrades.create(exchange);
		};
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketEndpoints webSocketStarterEndpoints(ListableBeanFactory beans, Environment environment,
			WebSocketAcceptor acceptor, WebSocketProperties properties, WebSocketCodecs codecs,
			WebSocketConnections connections, WebSocketGroups groups, ConnectionRegistry registry) {
		WebSocketEndpoints endpoints = WebSocketEndpoints.find(beans, environment, acceptor,
				properties.endpointOverrides(),
				new CallSettings(codecs, blockingExecutor(environment), connections, groups));
		endpoints.requireGroups(registry.maxGroups());
		logger.debug(LogMessage.format("Endpoints: %s", endpoints.paths()));
		return endpoints;
	}

	// Not Boot's task executor, which can be told to block whoever calls it.
	private static Executor blockingExecutor(Environment environment) {
		if (Threading.VIRTUAL.isActive(environment)) {
			return new VirtualThreadTaskExecutor("websocket-");
		}
		Scheduler scheduler = Schedulers.boundedElastic();
		return scheduler::schedule;
	}

	@Bean
	WebSocketEndpointHandlerMapping webSocketStarterEndpointHandlerMapping(WebSocketEndpoints endpoints,
			WebSocketAcceptor acceptor) {
		return WebSocketEndpointHandlerMapping.forUpgrades(endpoints, acceptor);
	}

	@Bean
	WebSocketEndpointHandlerMapping webSocketStarterEndpointFallbackHandlerMapping(WebSocketEndpoints endpoints,
			WebSocketAcceptor acceptor) {
		return WebSocketEndpointHandlerMapping.forTheRest(endpoints, acceptor);
	}

	@Bean
	HandlerAdapter webSocketStarterEndpointHandlerAdapter(ServerCodecConfigurer codecs) {
		return WebSocketEndpointHandlerMapping.adapter(codecs);
	}

	@Bean
	HandlerAdapter webSocketStarterEndpointFallbackHandlerAdapter(
			@Qualifier("webSocketStarterEndpointFallbackHandlerMapping") WebSocketEndpointHandlerMapping rest) {
		return WebSocketEndpointHandlerMapping.adapterForTheRest(rest);
	}

	@Bean
	@ConditionalOnMissingBean
	WebSocketDrain webSocketStarterDrain(WebSocketAcceptor acceptor, WebSocketProperties properties) {
		return new WebSocketDrain(acceptor, properties.shutdown().timeout());
	}

	@Bean
	CompressionWarning webSocketStarterCompressionWarning(WebSocketProperties properties,
			ObjectProvider<ServerProperties> server) {
		return new CompressionWarning(properties.compression().enabled(),
				server.stream().anyMatch((each) -> Ssl.isEnabled(each.getSsl())));
	}

	@Bean
	OpenOriginsWarning webSocketStarterOpenOriginsWarning(WebSocketAcceptor acceptor) {
		return new OpenOriginsWarning(acceptor.origins());
	}

	@Bean
	static EndpointNamesCheck webSocketStarterEndpointNamesCheck(BeanFactory beans) {
		return new EndpointNamesCheck(beans);
	}

	@Bean
	static OpenOriginsCheck webSocketStarterOpenOriginsCheck(ListableBeanFactory beans) {
		return new OpenOriginsCheck(beans);
	}

}
