FROM feed_states;
