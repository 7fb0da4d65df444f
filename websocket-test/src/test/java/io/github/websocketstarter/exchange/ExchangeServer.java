package io.github.websocketstarter.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * A server that does with each request what a test says.
 */
final class ExchangeServer implements AutoCloseable {

	private static final Map<List<Object>, ExchangeServer> running = new ConcurrentHashMap<>();

	/** How long a test waits for what must come. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ReactiveWebServerApplicationContext context;

	private ExchangeServer(ReactiveWebServerApplicationContext context) {
		this.context = context;
	}

	/**
	 * Return a server that all tests with the same wishes share.
	 * @param loop how it waits for its sockets
	 * @param properties more properties of the application
	 * @return the running server, which ends with the tests
	 */
	static ExchangeServer on(Loop loop, String... properties) {
		return running.computeIfAbsent(List.of(loop, List.of(properties)), (key) -> start(loop, properties));
	}

	/** Return a shared server with TLS. */
	static ExchangeServer onTls(Loop loop, String... properties) {
		List<String> all = new ArrayList<>(Tls.PROPERTIES);
		all.addAll(List.of(properties));
		return on(loop, all.toArray(String[]::new));
	}

	/**
	 * Start a server.
	 * @param loop how it waits for its sockets
	 * @param properties more properties of the application
	 * @return the running server
	 */
	static ExchangeServer start(Loop loop, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("loop=" + loop);
		all.add("server.port=0");
		all.add("server.shutdown=immediate");
		all.add("spring.main.banner-mode=off");
		all.add("websocket.allowed-origins=*");
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class)
			.properties(all.toArray(String[]::new));
		return new ExchangeServer((ReactiveWebServerApplicationContext) builder.run());
	}

	int port() {
		return this.context.getWebServer().getPort();
	}

	WireClient connect() {
		return WireClient.plain(port());
	}

	WireClient connectTls() {
		return WireClient.tls(port());
	}

	/**
	 * Say what the server does with one request.
	 * @param script what it does
	 * @return the path and query to ask for
	 */
	String serve(Script script) {
		return this.context.getBean(Application.class).add(script);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * A certificate made for this run.
	 */
	private static final class Tls {

		static final List<String> PROPERTIES = List.of("server.ssl.key-store=" + create(),
				"server.ssl.key-store-password=secret");

		private static Path create() {
			Path store = Path.of("target", "exchange-key.p12").toAbsolutePath();
			String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
			try {
				Files.deleteIfExists(store);
				Process process = new ProcessBuilder(keytool, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost",
						"-alias", "server", "-storetype", "PKCS12", "-storepass", "secret", "-keystore",
						store.toString())
					.redirectErrorStream(true)
					.start();
				String said = new String(process.getInputStream().readAllBytes());
				if (process.waitFor() != 0) {
					throw new IllegalStateException(said);
				}
				return store;
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * How the server waits for its sockets.
	 */
	enum Loop {

		EPOLL, NIO

	}

	/**
	 * Event loops of one kind, whatever is asked for.
	 */
	private record FixedLoops(LoopResources loops, boolean epoll) implements LoopResources {

		@Override
		public EventLoopGroup onServer(boolean useNative) {
			return this.loops.onServer(this.epoll);
		}

		@Override
		public EventLoopGroup onServerSelect(boolean useNative) {
			return this.loops.onServerSelect(this.epoll);
		}

		@Override
		public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
			return this.loops.onChannel(type, group);
		}

		@Override
		public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
			return this.loops.onChannelClass(type, group);
		}

	}

	/**
	 * What the server does with one request.
	 */
	@FunctionalInterface
	interface Script {

		Mono<Void> run(ServerWebExchange exchange, ClientConnection connection);

	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final Map<String, Script> scripts = new ConcurrentHashMap<>();

		String add(Script script) {
			String id = UUID.randomUUID().toString();
			this.scripts.put(id, script);
			return "/script?" + id;
		}

		@Bean
		ReactorResourceFactory loops(Environment environment) {
			ReactorResourceFactory loops = new ReactorResourceFactory();
			loops.setUseGlobalResources(false);
			boolean epoll = Loop.valueOf(environment.getRequiredProperty("loop")) == Loop.EPOLL;
			loops.setLoopResources(new FixedLoops(LoopResources.create("exchange", 2, true), epoll));
			return loops;
		}

		@RequestMapping("/script")
		Mono<Void> script(ServerWebExchange exchange, ClientConnection connection) {
			Script script = this.scripts.remove(exchange.getRequest().getURI().getQuery());
			return script.run(exchange, connection);
		}

	}

}
