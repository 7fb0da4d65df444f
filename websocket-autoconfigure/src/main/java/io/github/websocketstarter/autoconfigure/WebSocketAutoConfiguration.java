package io.github.websocketstarter.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of the WebSocket engine for WebFlux on Reactor Netty.
 * <p>
 * Who serves what, in an application that has more than the engine:
 * <ul>
 * <li>{@link io.github.websocketstarter.endpoint.WebSocketEndpoint @WebSocketEndpoint}
 * beans and {@link io.github.websocketstarter.WebSocketUpgrade WebSocketUpgrade} are
 * always the engine's.</li>
 * <li>Plain {@link org.springframework.web.reactive.socket.WebSocketHandler
 * WebSocketHandler} objects in a {@code SimpleUrlHandlerMapping} are the engine's too,
 * unless the application has a
 * {@link org.springframework.web.reactive.socket.server.WebSocketService
 * WebSocketService} of its own, as a bean or from
 * {@code WebFluxConfigurer.getWebSocketService()}, which then serves them. Such a service
 * may check who connects, so it is not passed over.</li>
 * <li>A {@code WebSocketHandlerAdapter} bean, which applications declared before Spring
 * did it for them, changes nothing.</li>
 * </ul>
 * With {@code websocket.enabled=false} nothing answers 101: none of the above is mapped,
 * the plain handlers are left out of the mappings that have them, and the requests pass
 * to the rest of the application.
 * <p>
 * The start fails in a servlet application and on another server than Reactor Netty. An
 * application that is not a web application has no engine. Without an engine, what sends
 * to many connections is there and reaches nobody.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebFluxAutoConfiguration.class,
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@Import({ RequirementsConfiguration.class, EngineConfiguration.class, Http2Configuration.class,
		HandshakeTimeoutConfiguration.class, DisabledConfiguration.class, UpgradeArgumentConfiguration.class,
		ExchangeConfiguration.class, CodecConfiguration.class, BroadcastConfiguration.class,
		NobodyConfiguration.class })
public final class WebSocketAutoConfiguration {

}
