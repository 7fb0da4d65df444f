package io.github.websocketstarter.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.github.websocketstarter.endpoint.OnError;
import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.codec.DecodingException;

/**
 * Sends the prices of the shares that a client watches, until it names others, none, or
 * leaves.
 */
@WebSocketEndpoint("/ticker")
class Ticker {

	private final Duration interval;

	Ticker(@Value("${sample.ticker.interval:1s}") Duration interval) {
		this.interval = interval;
	}

	@OnMessage
	Flux<Price> prices(Flux<Watch> watches) {
		return watches.switchMap((watch) -> prices(watch.symbols()));
	}

	// Who reads too slowly gets fewer prices, but no old ones.
	private Flux<Price> prices(Set<Symbol> symbols) {
		return Flux.interval(Duration.ZERO, this.interval)
			.onBackpressureDrop()
			.concatMapIterable((tick) -> symbols.stream().map(Price::now).toList(), 1);
	}

	@OnError
	Correction explain(DecodingException malformed) {
		return new Correction("Name the symbols to watch", List.of(Symbol.values()));
	}

	record Watch(Set<Symbol> symbols) {

		Watch {
			symbols = Set.copyOf(symbols);
		}

	}

	record Price(Symbol symbol, BigDecimal price) {

		static Price now(Symbol symbol) {
			return new Price(symbol, BigDecimal.valueOf(ThreadLocalRandom.current().nextInt(9_000, 11_000), 2));
		}

	}

	record Correction(String error, List<Symbol> symbols) {
	}

	enum Symbol {

		ACME, INIT, GLOBEX

	}

}
