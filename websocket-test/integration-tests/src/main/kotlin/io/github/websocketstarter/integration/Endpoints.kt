package io.github.websocketstarter.integration

import io.github.websocketstarter.WebSocketConnection
import io.github.websocketstarter.endpoint.Broadcast
import io.github.websocketstarter.endpoint.OnError
import io.github.websocketstarter.endpoint.OnMessage
import io.github.websocketstarter.endpoint.OnOpen
import io.github.websocketstarter.endpoint.WebSocketEndpoint
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.reactive.awaitFirstOrNull
import kotlinx.coroutines.reactor.mono
import org.springframework.security.access.prepost.PreAuthorize
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.RequestParam
import kotlin.time.Duration.Companion.milliseconds

/** Messages one by one. */
@WebSocketEndpoint("/kotlin/calls/{room}")
class Calls {

	@OnOpen
	fun open(@PathVariable room: String, @RequestParam colour: String?, @RequestParam size: Int = 7) =
		"$room $colour $size"

	@OnMessage
	suspend fun order(order: Order): Receipt? {
		delay(1.milliseconds)
		require(order.count > 0) { "count" }
		return if (order.count < 100) Receipt(order.item, order.count, order.note) else null
	}

	@OnError
	suspend fun wrong(fault: IllegalArgumentException): Fault {
		delay(1.milliseconds)
		return Fault("wrong ${fault.message}")
	}

	data class Order(val item: String, val count: Int = 1, val note: String?)

	data class Receipt(val item: String, val count: Int, val note: String?)

	data class Fault(val fault: String)
}

/** What returns nothing, and streams that a message starts. */
@WebSocketEndpoint("/kotlin/streams")
class Streams {

	@OnMessage
	suspend fun quiet(connection: WebSocketConnection, bytes: ByteArray) {
		connection.sendText("${bytes.size} bytes").awaitFirstOrNull()
	}

	@OnMessage
	fun count(to: String): Flow<Int> = flow {
		for (number in 1..to.toInt()) {
			delay(1.milliseconds)
			emit(number)
		}
	}
}

/** All messages as one flow. */
@WebSocketEndpoint("/kotlin/all")
class All {

	@OnMessage
	fun all(messages: Flow<Int>): Flow<Int> = messages.map { it * it }
}

/** What is returned goes to a group, and its type is known from here only. */
@WebSocketEndpoint("/kotlin/auctions/{item}", groups = ["auction-{item}"])
class Auction {

	@OnMessage
	@Broadcast(group = "auction-{item}")
	suspend fun bid(price: Int, @PathVariable item: String): Bid {
		delay(1.milliseconds)
		return Bid(item, price)
	}

	@OnMessage
	@Broadcast(group = "auction-{item}", exceptSelf = true)
	fun close(bytes: ByteArray): Flow<String> = flow {
		for (call in listOf("going", "gone")) {
			delay(1.milliseconds)
			emit(call)
		}
	}

	data class Bid(val item: String, val price: Int)
}

@JvmInline
value class Seat(val number: Int)

/** A value class, and a function that ordinary code shares with the proxy. */
@WebSocketEndpoint("/account/kotlin/{seat}")
open class Theatre {

	@OnOpen
	open fun open(@PathVariable seat: Seat) = "seat ${seat.number}"

	@OnMessage
	@PreAuthorize("hasRole('STAFF')")
	open suspend fun play(text: String): String {
		delay(1.milliseconds)
		return "playing $text"
	}

	@OnError
	open fun denied(denied: org.springframework.security.access.AccessDeniedException) = mono { "denied" }
}
