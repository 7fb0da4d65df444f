package io.github.websocketstarter.start

import io.github.websocketstarter.endpoint.OnClose
import io.github.websocketstarter.endpoint.OnMessage
import io.github.websocketstarter.endpoint.WebSocketEndpoint
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.collect

/** A suspending function that returns what it should wait for. */
@WebSocketEndpoint("/later")
class Later {

	@OnMessage
	suspend fun later(text: String): Deferred<String> = CompletableDeferred(text)
}

/** Something to send when nothing can be sent. */
@WebSocketEndpoint("/closing")
class Closing {

	@OnClose
	suspend fun closing() = "bye"
}

/** Takes all messages and cannot wait for them. */
@WebSocketEndpoint("/collecting")
class Collecting {

	@OnMessage
	fun collecting(messages: Flow<String>) {
		messages.toString()
	}
}

/** Takes all messages and returns when they have ended. */
@WebSocketEndpoint("/suspending")
class Suspending {

	@OnMessage
	suspend fun suspending(messages: Flow<String>) = messages.collect()
}
