"""What things are: plain frozen data, standard library only."""
