package io.github.websocketstarter.conformance;

import java.net.URI;
import java.security.Principal;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.cancellation.CancellationToken;
import io.github.websocketstarter.cancellation.DisconnectToken;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import io.github.websocketstarter.exchange.ClientConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.MethodParameter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;

/**
 * Endpoints that differ in what they take from the request, and what the application does
 * for it.
 */
final class ParameterEndpoints {

	private ParameterEndpoints() {
	}

	@WebSocketEndpoint("/parameter/path/{room}/{number}/{*rest}")
	static class Path {

		@OnMessage
		String reply(@PathVariable String room, @PathVariable("number") int number, @PathVariable String rest,
				String text, @PathVariable Map<String, String> all) {
			return room + " " + (number + 1) + " " + rest + " " + text + " " + all.size();
		}

	}

	@WebSocketEndpoint("/parameter/matrix/{car}")
	static class Matrix {

		@OnMessage
		String reply(String text, @PathVariable String car, @MatrixVariable String colour,
				@MatrixVariable(required = false) Integer year) {
			return car + " " + colour + " " + year;
		}

	}

	@WebSocketEndpoint("/parameter/query")
	static class Query {

		@OnMessage
		String reply(String text, @RequestParam int age, @RequestParam(defaultValue = "en") Locale language,
				@RequestParam(required = false) String name, @RequestParam Optional<DayOfWeek> day,
				@RequestParam(defaultValue = "") List<Integer> of) {
			return age + " " + language + " " + name + " " + day.map(DayOfWeek::getValue).orElse(0) + " " + of;
		}

	}

	@WebSocketEndpoint("/parameter/header")
	static class Header {

		@OnMessage
		String reply(@Payload String text, @RequestHeader("X-Count") int count, @RequestHeader HttpHeaders all,
				@CookieValue String flavour, Locale locale) {
			return count + " " + all.getFirst("X-Count") + " " + flavour + " " + locale;
		}

	}

	@WebSocketEndpoint("/parameter/attribute")
	static class Attribute {

		@OnMessage
		String reply(String text, @RequestAttribute String colour) {
			return colour;
		}

	}

	@WebSocketEndpoint("/parameter/session")
	static class Session {

		@OnOpen
		void open(WebSession session, Visit visit) {
			visit.note(session.getId());
		}

		@OnMessage
		String reply(String text, @SessionAttribute String colour) {
			return colour;
		}

	}

	@WebSocketEndpoint("/parameter/user")
	static class User {

		@OnMessage
		String reply(String text, Principal user) {
			return user.getName();
		}

	}

	@WebSocketEndpoint("/parameter/user/optional")
	static class OptionalUser {

		@OnMessage
		String reply(String text, @Nullable Principal user) {
			return (user != null) ? user.getName() : "nobody";
		}

	}

	@WebSocketEndpoint("/parameter/user/later")
	static class LaterUser {

		@OnMessage
		Mono<String> reply(String text, Mono<Principal> user) {
			return user.map(Principal::getName).defaultIfEmpty("nobody");
		}

	}

	/** Has everything that a connection is, in the order of a hurried developer. */
	@WebSocketEndpoint(path = "/parameter/connection", subProtocols = "v1")
	static class Connection {

		@OnMessage
		String reply(DisconnectToken left, WebSocketConnection connection, HandshakeInfo handshake, String text,
				CancellationToken same, WebSocketSession session, ClientConnection client) {
			URI uri = handshake.getUri();
			return uri.getPath() + " " + handshake.getSubProtocol() + " " + (connection == session) + " "
					+ (left == same) + " " + left.isCancelled() + " " + client.isConnected();
		}

	}

	/** What a resolver of the application makes of the request. */
	record Ticket(String number) {
	}

	@WebSocketEndpoint("/parameter/ticket")
	static class TicketHolder {

		@OnMessage
		String reply(Ticket ticket, String text) {
			return ticket.number();
		}

	}

	/** What a converter of the application makes of a text. */
	record Colour(String name) {

		static Colour parse(String name) {
			if (!name.matches("[a-z]+")) {
				throw new IllegalArgumentException("secret");
			}
			return new Colour(name);
		}

	}

	@WebSocketEndpoint("/parameter/colour")
	static class Painter {

		@OnMessage
		String reply(String text, @RequestParam Colour colour) {
			return colour.toString();
		}

	}

	/** Allows connections from one place only. */
	@WebSocketEndpoint(path = "/parameter/origin", allowedOrigins = "https://app.example")
	static class FromOnePlace {

		@OnMessage
		String reply(String text, @RequestParam int age, Principal user) {
			return user.getName() + " " + age;
		}

	}

	@Component
	static class Web implements WebFluxConfigurer, HandlerMethodArgumentResolver {

		@Override
		public void addFormatters(FormatterRegistry registry) {
			registry.addConverter(String.class, Colour.class, Colour::parse);
		}

		@Override
		public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
			configurer.addCustomResolver(this);
		}

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Ticket.class;
		}

		@Override
		public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context,
				ServerWebExchange exchange) {
			String number = exchange.getRequest().getHeaders().getFirst("X-Ticket");
			return (number != null) ? Mono.just(new Ticket(number)) : Mono.error(new NoTicketException());
		}

	}

	static class NoTicketException extends ResponseStatusException {

		NoTicketException() {
			super(HttpStatus.FORBIDDEN);
		}

	}

	@ControllerAdvice
	static class Advice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.PAYMENT_REQUIRED)
		@ResponseBody
		ProblemDetail noTicket(NoTicketException ex) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.PAYMENT_REQUIRED, "Buy one");
		}

	}

	/** Knows users by a header, and gives requests an attribute and sessions a colour. */
	@Component
	static class Users implements WebFilter {

		@Override
		public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
			String path = exchange.getRequest().getPath().value();
			if (!path.startsWith("/parameter") && !path.equals("/script")) {
				return chain.filter(exchange);
			}
			HttpHeaders headers = exchange.getRequest().getHeaders();
			String name = headers.getFirst("X-User");
			String colour = headers.getFirst("X-Colour");
			ServerWebExchange changed = exchange.mutate()
				.principal((name != null) ? Mono.just(() -> name) : Mono.empty())
				.build();
			if (colour == null) {
				return chain.filter(changed);
			}
			exchange.getAttributes().put("colour", colour);
			return exchange.getSession()
				.doOnNext((session) -> session.getAttributes().put("colour", colour))
				.then(chain.filter(changed));
		}

	}

}
