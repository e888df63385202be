"""The census: platforms of every kind, their life, the orders that forced them open, the contracts that pay for them."""
