package io.github.websocketstarter.testclient;

import org.springframework.stereotype.Service;

/**
 * What the {@link Room} needs of the rest of the application.
 */
@Service
class Greetings {

	String of(String user) {
		return "hello " + user;
	}

}
