package io.github.websocketstarter.integration;

import java.security.Principal;
import java.util.Objects;

import io.github.websocketstarter.endpoint.OnMessage;
import io.github.websocketstarter.endpoint.OnOpen;
import io.github.websocketstarter.endpoint.WebSocketEndpoint;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * The user in all forms of Spring Security.
 */
@WebSocketEndpoint("/account")
class Account {

	@OnOpen
	String open(Principal principal, @AuthenticationPrincipal UserDetails user,
			@AuthenticationPrincipal(expression = "username") String name,
			@CurrentSecurityContext SecurityContext context) {
		return "%s %s %s %s".formatted(principal.getName(), user.getUsername(), name, nameIn(context));
	}

	@OnMessage
	String onThread(String text) {
		return text + " " + nameIn(SecurityContextHolder.getContext());
	}

	private static String nameIn(SecurityContext context) {
		return Objects.requireNonNull(context.getAuthentication()).getName();
	}

}
